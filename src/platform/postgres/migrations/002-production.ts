/** What serving writes: spans, exposures, feedback; and keys, sessions, sealed sets. */
export const production = `
create table spans (
  project text not null,
  trace_id text not null,
  span_id text not null,
  parent_span_id text,
  name text not null,
  operation text not null,
  started_at double precision not null,
  duration_ms double precision not null,
  status text not null check (status in ('ok', 'error')),
  attributes jsonb not null,
  primary key (project, trace_id, span_id)
);
create index spans_by_time on spans (project, started_at desc, trace_id desc);
create index spans_roots on spans (project, started_at desc, trace_id desc) where parent_span_id is null;
create index spans_by_operation on spans (project, operation, started_at desc);

create table exposures (
  project text not null,
  rollout text not null,
  trace_id text not null,
  unit text not null,
  arm text not null,
  propensity double precision not null check (propensity >= 0 and propensity <= 1),
  at timestamptz not null,
  primary key (project, rollout, trace_id)
);
create index exposures_by_time on exposures (project, rollout, at, trace_id);

create table feedback (
  project text not null,
  id text not null,
  trace_id text not null,
  name text not null,
  value double precision not null,
  source text not null,
  comment text,
  at timestamptz not null,
  primary key (project, id)
);
create index feedback_by_time on feedback (project, at desc, id desc);
create index feedback_by_trace on feedback (project, trace_id);

create table api_keys (
  project text not null,
  id text not null,
  name text not null,
  prefix text not null,
  hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (project, id)
);
create index api_keys_by_prefix on api_keys (project, prefix);

create table sessions (
  project text not null,
  token_hash text not null,
  kind text not null check (kind in ('login', 'session')),
  expires_at timestamptz not null,
  primary key (project, token_hash)
);

create table sealed_uses (
  project text not null,
  case_set_version text not null,
  decision_id text not null,
  at timestamptz not null,
  primary key (project, case_set_version)
);
`;
