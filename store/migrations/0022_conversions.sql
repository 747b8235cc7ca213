-- Leads that became deals: what each conversion made and what the lead was before, so that it can be taken back.
create table conversions (
  id uuid primary key,
  lead_id uuid not null references leads (id) on delete cascade,
  deal_id uuid not null references deals (id) on delete cascade,
  -- made by the conversion, with the version they were left at; null: none was made
  contact_id uuid,
  contact_version integer,
  company_id uuid,
  company_version integer,
  -- fields of the lead that it changed: {"before": {…}, "after": {…}}
  changed jsonb not null,
  actor text not null,
  created_at timestamptz not null default now(),
  undone_at timestamptz
);
-- A lead is converted once, whoever presses the button at the same moment.
create unique index conversions_live on conversions (lead_id) where undone_at is null;
create index conversions_deal on conversions (deal_id);
