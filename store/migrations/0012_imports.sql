-- Imports: files of records, what becomes of each column, how far a run came, and what it did so that it can be undone.

create table imports (
  id uuid primary key,
  kind text not null check (kind in ('lead', 'contact', 'company')),
  state text not null default 'uploaded' check (state in ('uploaded', 'checking', 'checked', 'running', 'paused', 'done',
    'failed', 'cancelled', 'undoing', 'undone')),
  file_name text not null,
  size bigint not null,
  sha256 bytea not null,
  -- name inside the folder of imports; null: the file was deleted
  path text,
  -- what the file is, or what the person chose instead: encoding, separator, sheet, header
  format jsonb not null,
  header text[] not null,
  mapping jsonb not null,
  options jsonb not null,
  -- of the run, or of the check while it goes on
  counters jsonb not null default '{}',
  -- last dry run: {"counters", "unknown", "preview"}
  checked jsonb,
  -- index of the next row of data; moved in the transaction that writes the rows before it
  position integer not null default 0,
  progress real not null default 0,
  error jsonb,
  undo jsonb,
  -- words of rights that the run was begun with: a token's run may do no more than the token
  granted text[] not null default '{}',
  -- whoever works on the import must hold this; a new start takes it from the old worker
  run uuid,
  user_id uuid not null references users (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  -- of the work under way (check, run, undo) and of what it had done then, for its speed
  work_at timestamptz,
  work_from integer not null default 0,
  started_at timestamptz,
  finished_at timestamptz
);
create index imports_user on imports (user_id, created_at desc, id desc);
create index imports_created on imports (created_at desc, id desc);
create index imports_at_work on imports (state) where state in ('checking', 'running', 'undoing');
create index imports_files on imports (finished_at) where path is not null;

-- What was wrong with which row; a check's are replaced by the run's.
create table import_errors (
  import_id uuid not null references imports (id) on delete cascade,
  n integer not null,
  -- index of the row of data, from 0, and its line as people count
  at integer not null,
  row integer not null,
  column_name text not null default '',
  code text not null,
  detail jsonb,
  value text not null default '',
  warning boolean not null default false,
  primary key (import_id, n)
);

create table import_changes (
  import_id uuid not null references imports (id) on delete cascade,
  record_id uuid not null,
  kind text not null,
  created boolean not null,
  -- the version that the import left; a newer one is not undone
  version integer not null,
  -- somebody else wrote between two rows of the same import
  touched boolean not null default false,
  -- ids in the other system that were linked to the record
  linked text[] not null default '{}',
  -- values before, by field, of records that were there
  before jsonb,
  -- after an undo: why it was left as it is
  kept text check (kept in ('changed', 'used')),
  primary key (import_id, record_id)
);
create index import_changes_record on import_changes (record_id);
create index import_changes_kept on import_changes (import_id, record_id) where kept is not null;

create table import_presets (
  id uuid primary key,
  kind text not null check (kind in ('lead', 'contact', 'company')),
  name text not null check (length(name) between 1 and 80),
  mapping jsonb not null,
  options jsonb not null,
  owner_id uuid not null references users (id),
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  unique (owner_id, kind, name)
);
