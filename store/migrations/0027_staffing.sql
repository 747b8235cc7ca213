-- How a queue is staffed: target, shrinkage, handle time and patience where they are not to be forecast, prices. A model
-- of a file's calls has no queue and keeps its own.

create table staffing_settings (
  id uuid primary key,
  queue_id uuid references queues (id) on delete cascade,
  model_id uuid references forecast_models (id) on delete cascade,
  -- StaffingSettings of ml/staffing/settings_types.ts
  settings jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  check (num_nonnulls(queue_id, model_id) = 1)
);
create unique index staffing_settings_queue on staffing_settings (queue_id) where queue_id is not null;
create unique index staffing_settings_model on staffing_settings (model_id) where model_id is not null;
