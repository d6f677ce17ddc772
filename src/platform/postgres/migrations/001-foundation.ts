/** Records, runs, ledger, journal, pointers. Bodies are `json`, not `jsonb`: exact bytes, NUL and lone surrogates survive. */
export const foundation = `
create table records (
  project text not null,
  hash text not null,
  position bigint generated always as identity,
  type text not null,
  stage text not null,
  body json not null,
  inputs text[] not null,
  created_at timestamptz not null,
  run_id text,
  decision boolean not null,
  primary key (project, hash)
);
create index records_by_type on records (project, type, created_at desc, position desc);
create index records_by_stage on records (project, stage, created_at desc, position desc);
create index records_by_time on records (project, created_at desc, position desc);

create table record_inputs (
  project text not null,
  hash text not null,
  input text not null,
  primary key (project, hash, input)
);
create index record_inputs_by_input on record_inputs (project, input);

create table runs (
  project text not null,
  id text not null,
  status text not null check (status in ('running', 'done', 'failed', 'interrupted')),
  details json not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (project, id)
);
create index runs_by_time on runs (project, started_at desc);

create table stage_runs (
  project text not null,
  run_id text not null,
  stage text not null,
  position bigint generated always as identity,
  fingerprint text not null,
  status text not null check (status in ('running', 'done', 'failed')),
  reason text not null,
  fault json,
  started_at timestamptz not null,
  ended_at timestamptz,
  record_hashes text[] not null default '{}',
  primary key (project, run_id, stage)
);
create index stage_runs_by_stage on stage_runs (project, stage, started_at desc, position desc);

create table ledger (
  project text not null,
  sequence bigint not null,
  operation uuid not null,
  at text not null,
  actor text not null,
  kind text not null,
  subject text not null,
  payload json not null,
  previous_hash text not null,
  hash text not null,
  primary key (project, sequence),
  unique (project, operation)
);

create table steps (
  project text not null,
  step text not null,
  key text not null,
  value json not null,
  created_at timestamptz not null,
  primary key (project, step, key)
);

create table pointers (
  project text not null,
  name text not null,
  value json not null,
  version bigint not null,
  primary key (project, name)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger ledger_is_append_only before update or delete on ledger for each row execute function refuse_change();
create trigger ledger_is_not_truncated before truncate on ledger for each statement execute function refuse_change();
create trigger records_do_not_change before update of project, hash, type, body, inputs, created_at on records
  for each row execute function refuse_change();
`;
