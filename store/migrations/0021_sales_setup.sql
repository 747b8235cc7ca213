-- Set-up of sales is changed by several people: each thing counts its changes, so that nobody writes over another's.
alter table stages add column version integer not null default 1;
alter table products add column version integer not null default 1;
alter table loss_reasons add column version integer not null default 1;
create unique index pipelines_name on pipelines (lower(name)) where archived_at is null;
create unique index loss_reasons_name on loss_reasons (lower(name)) where archived_at is null;
create unique index stages_name on stages (pipeline_id, lower(name)) where archived_at is null;
create index loss_reasons_order on loss_reasons (position, id);
-- Reports read what began in a period, what was closed in it, and what stands open, of one pipeline or of all.
create index deals_pipeline_closed on deals (pipeline_id, closed_at) where archived_at is null and closed_at is not null;
create index stage_log_pipeline on stage_log (pipeline_id, at);
