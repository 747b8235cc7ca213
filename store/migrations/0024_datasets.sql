-- Data for models from outside: files, read once at the door, and days that people mark.

create table dataset_uploads (
  id uuid primary key,
  kind text not null check (kind in ('volume', 'records')),
  name text not null check (length(name) between 1 and 300),
  -- of the file as it came
  bytes integer not null check (bytes between 1 and 16777216),
  sha256 bytea not null check (length(sha256) = 32),
  -- what was read: gzip of lines "YYYY-MM-DD HH:MM,calls" (volume) or of {"columns", "rows"} as JSON (records)
  content bytea not null,
  row_count integer not null,
  first_day date,
  last_day date,
  -- minutes between rows; null: one row a call, or records
  step smallint,
  calls float8,
  columns text[] not null default '{}',
  outcomes text[] not null default '{}',
  -- QualityFinding[] of ml/datasets/types.ts
  findings jsonb not null default '[]',
  created_by uuid,
  created_at timestamptz not null default now()
);
create index dataset_uploads_created on dataset_uploads (created_at desc, id);
-- gzip does not get smaller
alter table dataset_uploads alter column content set storage external;

create table marked_days (
  id uuid primary key,
  -- null: all queues
  queue_id uuid references queues (id) on delete cascade,
  -- closure: closed; everything else is an effect that is learnt from the days of this kind
  kind text not null check (length(kind) between 1 and 40),
  first_day date not null,
  last_day date not null check (last_day >= first_day and last_day - first_day <= 366),
  name text not null default '' check (length(name) <= 120),
  created_by uuid,
  created_at timestamptz not null default now()
);
create index marked_days_last on marked_days (last_day);
