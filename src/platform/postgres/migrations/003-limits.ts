/** Scoped and rotated keys, limits and their counters, accounts. Money is integer nano-dollars. */
const tables = `
create table api_key_scopes (
  project text not null,
  key_id text not null,
  organisation text,
  team text,
  models text[],
  primary key (project, key_id)
);

create table api_key_secrets (
  project text not null,
  prefix text not null,
  key_id text not null,
  hash text not null,
  expires_at timestamptz not null,
  primary key (project, prefix)
);

create table limit_rules (
  project text not null,
  level text not null,
  subject text not null,
  kind text not null,
  amount bigint not null check (amount >= 0),
  action text not null check (action in ('block', 'alert')),
  alerts double precision[] not null,
  primary key (project, level, subject, kind)
);

create table limit_versions (project text primary key, version bigint not null);

create table limit_counters (
  project text not null,
  level text not null,
  subject text not null,
  kind text not null,
  window_start timestamptz not null,
  spent bigint not null default 0,
  primary key (project, level, subject, kind, window_start)
);

create table limit_processes (
  project text not null,
  process text not null,
  sequence bigint not null,
  seen_at timestamptz not null,
  primary key (project, process)
);

create table limit_leases (
  project text not null,
  process text not null,
  lease bigint not null,
  level text not null,
  subject text not null,
  kind text not null,
  window_start timestamptz not null,
  held bigint not null,
  spent bigint not null,
  closed boolean not null,
  updated_at timestamptz not null,
  primary key (project, process, lease)
);
create index limit_leases_held on limit_leases (project, level, subject, kind, window_start) where held > 0;

create table limit_alerts (
  project text not null,
  level text not null,
  subject text not null,
  kind text not null,
  window_start timestamptz not null,
  share double precision not null,
  at timestamptz not null,
  primary key (project, level, subject, kind, window_start, share)
);

create table accounts (
  project text not null,
  id text not null,
  trace_id text not null,
  at timestamptz not null,
  key_id text not null,
  organisation text,
  team text,
  end_user text,
  route text not null,
  model text not null,
  provider text not null,
  dialect text not null,
  outcome text not null,
  status int not null,
  attempts int not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  estimated boolean not null,
  cost_nano bigint not null,
  duration_ms double precision not null,
  first_byte_ms double precision,
  primary key (project, id)
);
create index accounts_by_time on accounts (project, at desc);
create index accounts_by_trace on accounts (project, trace_id);
`;

/**
 * One statement settles what a process has spent and grants it what it asks for. The row of a counter is locked while
 * its leases are added up, so concurrent processes never hold more than the ceiling together. Reports are absolute and
 * numbered: repeating one, or one that arrives late, changes nothing. Windows and the life of a process are judged by
 * the database's clock; a process that was seen neither shortly before nor shortly after now is dead.
 */
const sync = `
create function sync_limits(given_project text, given_process text, given_sequence bigint, reports jsonb)
returns table (out_lease bigint, out_window bigint, out_left_ms double precision, out_granted bigint, out_spent bigint, out_free bigint)
language plpgsql as $$
declare
  moment timestamptz := clock_timestamp();
  report record;
  patience interval;
  current_window timestamptz;
  target timestamptz;
  already bigint;
  others bigint;
begin
  insert into limit_processes as known values (given_project, given_process, given_sequence, moment)
    on conflict (project, process) do update set sequence = excluded.sequence, seen_at = excluded.seen_at
    where known.sequence < excluded.sequence;
  if not found then return; end if;
  for report in
    select * from jsonb_to_recordset(reports) as r(lease bigint, level text, subject text, kind text, ceiling bigint,
      spent bigint, keep bigint, need bigint, least_need bigint, closed boolean, ttl_ms bigint)
    order by level, subject, kind, lease
  loop
    patience := report.ttl_ms * interval '1 millisecond';
    current_window := case report.kind
      when 'concurrency' then to_timestamp(0)
      when 'requests' then date_trunc('minute', moment, 'UTC')
      when 'tokens' then date_trunc('minute', moment, 'UTC')
      else date_trunc(report.kind, moment, 'UTC') end;
    select l.window_start, l.spent into target, already from limit_leases l
      where l.project = given_project and l.process = given_process and l.lease = report.lease;
    if not found then
      target := current_window;
      already := 0;
    end if;
    insert into limit_counters (project, level, subject, kind, window_start)
      values (given_project, report.level, report.subject, report.kind, target) on conflict do nothing;
    select c.spent into out_spent from limit_counters c
      where c.project = given_project and c.level = report.level and c.subject = report.subject
        and c.kind = report.kind and c.window_start = target
      for update;
    out_spent := out_spent + report.spent - already;
    update limit_leases l set held = 0, updated_at = moment
      where l.project = given_project and l.level = report.level and l.subject = report.subject
        and l.kind = report.kind and l.window_start = target and l.held > 0 and l.process <> given_process
        and not exists (select from limit_processes p where p.project = l.project and p.process = l.process
          and p.seen_at > moment - patience and p.seen_at < moment + patience);
    select coalesce(sum(l.held), 0) into others from limit_leases l
      where l.project = given_project and l.level = report.level and l.subject = report.subject
        and l.kind = report.kind and l.window_start = target and l.held > 0
        and not (l.process = given_process and l.lease = report.lease);
    out_free := report.ceiling - out_spent - others - report.keep;
    out_granted := 0;
    if report.need is not null and target = current_window then
      if out_free >= report.need then
        out_granted := greatest(report.need, out_free / 16);
      elsif report.least_need > 0 and out_free >= report.least_need then
        out_granted := out_free;
      end if;
    end if;
    insert into limit_leases (project, process, lease, level, subject, kind, window_start, held, spent, closed, updated_at)
      values (given_project, given_process, report.lease, report.level, report.subject, report.kind, target,
        report.keep + out_granted, report.spent, report.closed, moment)
      on conflict (project, process, lease) do update set held = excluded.held, spent = excluded.spent,
        closed = excluded.closed, updated_at = excluded.updated_at;
    if report.spent <> already then
      update limit_counters c set spent = out_spent
        where c.project = given_project and c.level = report.level and c.subject = report.subject
          and c.kind = report.kind and c.window_start = target;
    end if;
    out_lease := report.lease;
    out_window := extract(epoch from target);
    out_free := out_free - out_granted;
    -- A lease of another window than now's ends at once, also when the clock was set back.
    out_left_ms := case
      when target <> current_window then 0
      when report.kind = 'concurrency' then 'infinity'::double precision
      when report.kind in ('requests', 'tokens') then extract(epoch from target + interval '1 minute' - moment) * 1000
      else extract(epoch from (target at time zone 'UTC' + ('1 ' || report.kind)::interval) at time zone 'UTC' - moment) * 1000 end;
    return next;
  end loop;
end $$;
`;

export const limits = tables + sync;
