-- Revenue: what a deal is promised to be, quotas, and what the forecast said each day.

-- Empty: by the probability. 'omitted' is left out of every sum.
alter table deals add column forecast_category text not null default ''
  check (forecast_category in ('', 'commit', 'best-case', 'pipeline', 'omitted'));

create table revenue_quotas (
  id uuid primary key,
  -- '2026-11' or '2026-Q4'
  period text not null check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2]|Q[1-4])$'),
  -- one of them
  owner_id uuid references users (id),
  team_id uuid references teams (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  minor bigint not null check (minor > 0),
  version integer not null default 1,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  check ((owner_id is null) <> (team_id is null))
);
create unique index revenue_quotas_owner on revenue_quotas (period, currency, owner_id) where owner_id is not null;
create unique index revenue_quotas_team on revenue_quotas (period, currency, team_id) where team_id is not null;

-- What was told of a month or a quarter, each day; minor units.
create table revenue_snapshots (
  -- 'all', 'team:<id>', 'owner:<id>', and '… pipeline:<id>' of one pipeline
  scope text not null,
  currency text not null,
  period text not null,
  -- last day that was known
  as_of date not null,
  -- false: reckoned later from what was known on the day
  told boolean not null,
  expected bigint not null,
  low bigint not null,
  high bigint not null,
  won bigint not null,
  weighted bigint not null,
  commit_sum bigint not null,
  best_sum bigint not null,
  made_at timestamptz not null default now(),
  primary key (scope, currency, period, as_of)
);
create index revenue_snapshots_day on revenue_snapshots (as_of);

update roles set permissions = array(select distinct p from unnest(permissions || '{quotas.manage}') p order by p)
where key in ('supervisor', 'administrator');
