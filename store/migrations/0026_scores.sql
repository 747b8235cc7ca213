-- Scores of leads and deals: the chance to win as a model told it last, what spoke for it, and how it changed.

alter table leads
  -- percent; null: never told
  add column score smallint check (score between 0 and 100),
  -- version of the model that told it
  add column score_version uuid;
alter table deals
  add column score smallint check (score between 0 and 100),
  add column score_version uuid;
create index leads_score on leads (coalesce(score, '-infinity'::numeric) desc, id desc) where archived_at is null;
create index deals_score on deals (coalesce(score, '-infinity'::numeric) desc, id desc) where archived_at is null;
-- Sweeps go through the open ones by id.
create index leads_open on leads (id) where archived_at is null and status in ('new', 'working', 'qualified');
create index deals_open on deals (id) where archived_at is null and status = 'open';

-- Each time a score or its reasons changed, with the values that it was told from: frozen, so that what is filled in later
-- cannot make an old score look better or worse than it was.
create table record_scores (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('lead', 'deal')),
  record_id uuid not null,
  version_id uuid not null,
  scored_at timestamptz not null default now(),
  score smallint not null,
  probability real not null,
  -- [{"column", "value", "effect"}], the strongest first; effects on the log-odds
  reasons jsonb not null,
  -- values by column
  features jsonb not null
);
create index record_scores_record on record_scores (record_id, scored_at desc, id desc);
create index record_scores_scored on record_scores (scored_at);

-- Where a round over all open records of a kind stands: killed at any moment, the next look goes on from here.
create table score_sweeps (
  kind text primary key check (kind in ('lead', 'deal')),
  -- ids of the models' versions that go round
  versions text not null,
  -- day of the company for which it goes round
  day date not null,
  -- last id that was scored; null: none yet
  after uuid,
  done integer not null default 0,
  ended_at timestamptz
);

-- What was before scores is nobody's.
insert into event_cursors (name, position) select 'scores', coalesce(max(seq), 0) from events;
