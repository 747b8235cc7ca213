-- What the actor runtime, the jobs and the nodes of an installation need. Written by store/journal, store/shards,
-- store/jobs and store/intents only.

create extension if not exists pg_trgm;

-- Events of the actors. One plain table, not monthly partitions: a partitioned table cannot hold the unique
-- (stream, seq) that detects a doubled append. Old rows are deleted in bites by store/journal/retention.ts; they lie
-- together on disk, so that the space is used again. `event` is json, not jsonb: kept byte for byte, cheaper to
-- write, and a NUL character that came in with a SIP header cannot make the insert fail.
create table journal (
  stream text collate "C" not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  event json not null,
  command text,
  origin text,
  cause text,
  primary key (stream, seq)
);
-- Replay of a day and retention read by time; rows arrive in the order of time, so a block range index is enough.
create index journal_at on journal using brin (at) with (autosummarize = on);
alter table journal set (autovacuum_vacuum_insert_scale_factor = 0.05);

create table journal_snapshots (
  stream text collate "C" primary key,
  seq bigint not null,
  version integer not null,
  state json not null,
  saved_at timestamptz not null default now()
);

-- Who may act for which share of the actors. Every append checks (shard, owner, epoch) in its own statement.
create table shards (
  shard integer primary key,
  owner text,
  epoch bigint not null default 0,
  expires timestamptz not null default '-infinity'
) with (fillfactor = 50);

-- Processes that own shards or did lately; machine, pid and start tell a restarted node that its former self is dead.
create table nodes (
  owner text primary key,
  node text not null,
  machine text not null,
  pid integer not null,
  process_start text not null,
  started_at timestamptz not null default now(),
  seen timestamptz not null default now()
) with (fillfactor = 50);

-- Work to be done once, later, or again after a failure. The row is the truth; wake-ups are only hints.
create table jobs (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  -- at most one unfinished job of a name has a key
  key text check (length(key) <= 200),
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
  run_at timestamptz not null default now(),
  attempt integer not null default 0,
  max_attempts integer not null default 5 check (max_attempts between 1 and 100),
  backoff_ms integer not null default 1000 check (backoff_ms between 0 and 86400000),
  worker text,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
) with (fillfactor = 70);
create unique index jobs_key on jobs (name, key) where key is not null and state in ('waiting', 'running');
create index jobs_due on jobs (name, run_at) where state = 'waiting';
create index jobs_leases on jobs (name, lease_until) where state = 'running';
create index jobs_finished on jobs (finished_at) where state = 'done';
create index jobs_dead on jobs (finished_at) where state = 'dead';

-- What must never happen twice (a dialled number, a message, a webhook): written before it is done.
create table intents (
  id text collate "C" primary key,
  kind text not null,
  stream text collate "C",
  data jsonb not null,
  state text not null default 'begun' check (state in ('begun', 'done', 'failed')),
  result jsonb,
  begun_at timestamptz not null default now(),
  settled_at timestamptz
);
create index intents_open on intents (kind, begun_at) where state = 'begun';
