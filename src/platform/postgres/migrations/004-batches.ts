/** Files of clients, batches and what came of their lines. */
export const batches = `
create table batch_files (
  project text not null,
  id text not null,
  owner text not null,
  purpose text not null check (purpose in ('batch', 'batch_output')),
  filename text not null,
  bytes bigint not null,
  blob text not null,
  created_at timestamptz not null,
  primary key (project, id)
);
create index batch_files_by_owner on batch_files (project, owner, id desc);

create table batches (
  project text not null,
  id text not null,
  owner text not null,
  key_id text not null,
  endpoint text not null,
  input_file text not null,
  status text not null check (status in
    ('validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling', 'cancelled')),
  details json not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  worker text,
  leased_until timestamptz,
  primary key (project, id)
);
create index batches_by_owner on batches (project, owner, id desc);
create index batches_open on batches (project, id)
  where status in ('validating', 'in_progress', 'finalizing', 'cancelling');

create table batch_results (
  project text not null,
  batch_id text not null,
  line integer not null,
  failed boolean not null,
  outcome text not null,
  primary key (project, batch_id, line)
);
`;
