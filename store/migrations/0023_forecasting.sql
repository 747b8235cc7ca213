-- Forecasting: models of call volume and scores, their versions, trainings, and what was told of each day.

create table forecast_models (
  id uuid primary key,
  -- volume: calls, handle time and patience of one queue; score: win probability of one kind of records
  kind text not null check (kind in ('volume', 'score')),
  name text not null check (length(name) between 1 and 120),
  queue_id uuid references queues (id),
  record_kind text check (record_kind in ('lead', 'deal')),
  -- DatasetSpec and settings of ml/registry/types.ts, as the next training will take them
  dataset jsonb not null,
  settings jsonb not null,
  schedule text not null default 'never' check (schedule in ('never', 'daily', 'weekly', 'monthly')),
  next_train_at timestamptz,
  champion_id uuid,
  -- Drift of ml/registry/types.ts: the last look at whether the champion still holds
  drift jsonb,
  demo boolean not null default false,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create index forecast_models_due on forecast_models (next_train_at) where archived_at is null and next_train_at is not null;

create table model_versions (
  id uuid primary key,
  model_id uuid not null references forecast_models (id) on delete cascade,
  -- counts from 1 within the model
  n integer not null,
  dataset jsonb not null,
  settings jsonb not null,
  -- SHA-256 of the rows that were learnt from
  fingerprint text not null,
  data_from date,
  data_to date,
  data_rows integer not null,
  findings jsonb not null default '[]',
  -- report of the kind: VolumeReport of ml/volume/report.ts, ScoreVersionReport of ml/scores/report.ts
  report jsonb not null,
  -- Verdict of ml/registry/types.ts
  verdict jsonb not null,
  blob bytea not null,
  cpu_ms integer not null,
  trained_at timestamptz not null default now(),
  -- null: the schedule
  trained_by uuid,
  -- last time it became champion
  promoted_at timestamptz,
  promoted_by uuid,
  promote_reason text,
  unique (model_id, n)
);
alter table forecast_models add foreign key (champion_id) references model_versions (id);

create table training_runs (
  id uuid primary key,
  model_id uuid not null references forecast_models (id) on delete cascade,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  asked_by uuid,
  dataset jsonb not null,
  settings jsonb not null,
  stage text not null default 'queued',
  done integer not null default 0,
  total integer not null default 0,
  -- {"code", "detail"}
  error jsonb,
  version_id uuid references model_versions (id),
  cancel_asked boolean not null default false,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz
);
create unique index training_runs_one on training_runs (model_id) where state in ('queued', 'running');
create index training_runs_model on training_runs (model_id, queued_at desc);

-- What a champion told of a day, each time it was told: forecast beside fact, and how it changed.
create table volume_forecasts (
  model_id uuid not null references forecast_models (id) on delete cascade,
  day date not null,
  -- first day that was not known when it was told
  made_on date not null,
  version_id uuid not null,
  made_at timestamptz not null default now(),
  -- minutes
  step smallint not null,
  opens smallint not null,
  -- by interval; low and high of the interval of `level`
  level real not null,
  expected float8[] not null,
  low float8[] not null,
  high float8[] not null,
  -- seconds by interval; null: not forecast
  handle float8[],
  patience float8[],
  primary key (model_id, day, made_on)
);
create index volume_forecasts_made on volume_forecasts (model_id, made_on);

update roles set permissions = array(select distinct p from unnest(permissions || '{models.manage}') p order by p)
where key in ('analyst', 'administrator');
