-- Working time of the company and of people, days that differ from the week, and secret addresses of calendars.

create table working_hours (
  -- null: the company; a person without a row works by the company's
  user_id uuid unique nulls not distinct references users (id) on delete cascade,
  -- seven days from Monday, each [{"from": "09:00", "to": "18:00"}]; an end that is not later lies on the next day
  week jsonb not null check (jsonb_array_length(week) = 7),
  -- empty: the site's
  time_zone text not null default '',
  -- whose public holidays count; only of the company
  holidays text not null default 'ru' check (holidays in ('ru', 'none')),
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
-- Rules of assignment had hours of the company for themselves; there is one week now.
insert into working_hours (user_id, week, time_zone)
  select null, (
    select jsonb_agg(case when hours -> 'days' @> to_jsonb(d)
      then jsonb_build_array(jsonb_build_object('from', hours ->> 'from', 'to', hours ->> 'to')) else '[]' end order by d)
    from generate_series(1, 7) d
  ), coalesce(hours ->> 'timeZone', '') from intake_settings;
drop table intake_settings;

create table special_days (
  id uuid primary key,
  -- null: the company
  user_id uuid references users (id) on delete cascade,
  first_day date not null,
  last_day date not null check (last_day >= first_day and last_day - first_day <= 366),
  type text not null check (type in ('closed', 'short', 'working')),
  -- how much earlier a short day ends
  minutes integer not null default 60 check (minutes between 15 and 720),
  name text not null default '' check (length(name) <= 120),
  created_at timestamptz not null default now()
);
create index special_days_user on special_days (user_id, first_day);

create table calendar_feeds (
  user_id uuid primary key references users (id) on delete cascade,
  -- of the secret in the address; the secret itself is nowhere
  secret_sha256 bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
