-- The contact centre as administrators set it up. Actors get it as plain data through crm/queues/directory.ts and are
-- told of changes over the channel `setup`.

create table site_settings (
  only_row boolean primary key default true check (only_row),
  company_name text not null default '',
  time_zone text not null default 'Europe/Moscow',
  locale text not null default 'ru' check (locale in ('ru', 'en')),
  -- the demo company stands in this database
  demo boolean not null default false,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
insert into site_settings default values;

create table skills (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  title_ru text not null,
  title_en text not null,
  archived_at timestamptz
);

create table user_skills (
  user_id uuid not null references users (id) on delete cascade,
  skill text not null references skills (key),
  level smallint not null check (level between 1 and 100),
  primary key (user_id, skill)
);

create table queues (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  strategy text not null default 'longest-idle' check (strategy in
    ('longest-idle', 'round-robin', 'fewest-calls', 'least-talk-time', 'random', 'ring-all', 'linear')),
  weight integer not null default 0,
  ring_timeout_ms integer not null default 20000 check (ring_timeout_ms between 1000 and 300000),
  wrap_up_ms integer not null default 15000 check (wrap_up_ms between 0 and 3600000),
  disposition_required boolean not null default false,
  max_wait_ms integer not null default 0 check (max_wait_ms >= 0),
  max_waiting integer not null default 0 check (max_waiting >= 0),
  join_empty text not null default 'always' check (join_empty in ('always', 'logged-in', 'ready')),
  leave_empty text not null default 'always' check (leave_empty in ('always', 'logged-in', 'ready')),
  overflow uuid references queues (id) check (overflow <> id),
  service_level_ms integer not null default 20000 check (service_level_ms between 1000 and 3600000),
  announce_position_every_ms integer not null default 0 check (announce_position_every_ms >= 0),
  announce_expected_wait boolean not null default false,
  announce_periodic text[] not null default '{}',
  announce_periodic_every_ms integer not null default 0 check (announce_periodic_every_ms >= 0),
  announce_min_gap_ms integer not null default 15000 check (announce_min_gap_ms >= 0),
  announce_language text not null default 'ru' check (announce_language in ('ru', 'en')),
  music text not null default 'default',
  -- SkillNeed[] of telephony/acd
  skills jsonb not null default '[]',
  missed_auto_pause boolean not null default false,
  missed_delay_ms integer not null default 5000 check (missed_delay_ms >= 0),
  record boolean not null default true,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index queues_name on queues (lower(name)) where archived_at is null;

-- The number dialled (DID) and where it leads. E.164, or digits as the trunk sends them.
create table numbers (
  id uuid primary key,
  did text not null check (did ~ '^\+?[0-9*#]{1,20}$'),
  label text not null default '',
  queue_id uuid not null references queues (id),
  greeting text[] not null default '{}',
  language text not null default 'ru' check (language in ('ru', 'en')),
  priority integer not null default 0,
  record boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index numbers_did on numbers (did) where archived_at is null;

create table queue_members (
  queue_id uuid not null references queues (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  -- the linear strategy's order
  position integer not null default 0,
  penalty integer not null default 0 check (penalty >= 0),
  primary key (queue_id, user_id)
);
create index queue_members_user on queue_members (user_id);

create table pause_reasons (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  title_ru text not null,
  title_en text not null,
  counts_as_work boolean not null default false,
  position integer not null default 0,
  archived_at timestamptz
);

create table dispositions (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
  -- null: common to all queues
  queue_id uuid references queues (id),
  title_ru text not null,
  title_en text not null,
  outcome text not null default 'neutral' check (outcome in ('success', 'neutral', 'failure', 'call-back')),
  position integer not null default 0,
  archived_at timestamptz
);
