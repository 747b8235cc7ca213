-- Calls in the records: a projection of the call actors' journal (crm/calls/write.ts), plus what people add later.
-- No foreign keys: history outlives the people and queues in it, and a live batch must not fail on one row.

create table calls (
  id text collate "C" primary key,
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  -- E.164 when it could be parsed, else as received
  number text not null,
  caller_name text not null default '',
  contact_id uuid,
  did text not null default '',
  queue_id uuid,
  agent_id uuid,
  -- team of the agent when the call was taken
  team_id uuid,
  started_at timestamptz not null,
  queued_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  wait_ms integer not null default 0,
  talk_ms integer not null default 0,
  hold_ms integer not null default 0,
  wrap_ms integer not null default 0,
  -- null while the call lives
  outcome text check (outcome in ('answered', 'abandoned', 'timeout', 'refused', 'unrouted', 'lost')),
  end_reason text,
  recording_name text,
  recording_seconds integer,
  disposition text,
  notes text not null default '',
  rating smallint check (rating between 1 and 5),
  -- sequence in the call's journal: an older batch never overwrites a newer one
  revision bigint not null default 0,
  -- set by the verbs: from then on the field belongs to people, not to the journal
  notes_edited_at timestamptz,
  disposition_edited_at timestamptz,
  demo boolean not null default false
) with (fillfactor = 85);
create index calls_started on calls (started_at desc, id desc);
create index calls_queue on calls (queue_id, started_at desc, id desc);
create index calls_agent on calls (agent_id, started_at desc, id desc);
create index calls_team on calls (team_id, started_at desc, id desc);
create index calls_contact on calls (contact_id, started_at desc) where contact_id is not null;
create index calls_number on calls using gin (number gin_trgm_ops);

create table call_segments (
  call_id text collate "C" not null,
  n integer not null,
  kind text not null check (kind in ('ivr', 'queue', 'ring', 'agent', 'hold', 'wrap-up')),
  queue_id uuid,
  agent_id uuid,
  from_at timestamptz not null,
  to_at timestamptz,
  outcome text,
  primary key (call_id, n)
);
create index call_segments_agent on call_segments (agent_id, from_at desc) where agent_id is not null;

-- Why this agent: AcdDecision of actors/acd as it was made.
create table acd_decisions (
  id text collate "C" primary key,
  call_id text collate "C" not null,
  at timestamptz not null,
  data jsonb not null
);
create index acd_decisions_call on acd_decisions (call_id, at);
