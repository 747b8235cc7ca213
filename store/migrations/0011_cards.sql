-- The card of a record: notes of people, pairs that look like one and the same, how far the search for them got.

create table notes (
  id uuid primary key,
  kind text not null,
  record_id uuid not null,
  body text not null check (length(body) between 1 and 10000),
  author text not null,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  -- deleted, can be brought back
  archived_at timestamptz
);
create index notes_record on notes (record_id, created_at desc, id desc);
create index consents_written on consents (record_id, created_at desc, id desc);
-- Calls of a record are found by its phones.
create index calls_by_number on calls (number, started_at desc, id desc);

-- Two records of one kind that are probably the same person or company.
create table duplicate_pairs (
  id uuid not null unique,
  kind text not null,
  a uuid not null,
  b uuid not null check (a < b),
  why text not null check (why in ('phone', 'email', 'name')),
  -- 1: the same number or address; below: how alike the names are
  likeness real not null,
  state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
  found_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by text,
  primary key (a, b)
);
create index duplicate_pairs_open on duplicate_pairs (kind, likeness desc, id desc) where state = 'open';
create index duplicate_pairs_b on duplicate_pairs (b);

-- Records changed up to here were looked at.
create table duplicate_scans (
  kind text primary key,
  updated_at timestamptz not null,
  record_id uuid not null
);

-- Into which record a deleted one went.
create index merges_merged on merges using gin (merged_ids);
