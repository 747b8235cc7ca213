-- People: teams, roles, users, sessions, failed log-ins; and the two logs that every verb writes to.

create extension if not exists pg_trgm;

create table teams (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  created_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index teams_name on teams (lower(name)) where archived_at is null;

create table roles (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  -- null: a built-in role under its own name, which stands in the message catalogues
  title text check (length(title) between 1 and 120),
  permissions text[] not null,
  builtin boolean not null default false,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  login text not null check (login = lower(login) and length(login) between 1 and 64),
  name text not null check (length(name) between 1 and 120),
  email text,
  locale text not null default 'ru' check (locale in ('ru', 'en')),
  theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
  team_id uuid references teams (id),
  -- scrypt in PHC form; null: cannot log in with a password
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  disabled_at timestamptz,
  phone_kind text not null default 'browser' check (phone_kind in ('browser', 'desk')),
  -- Asterisk endpoint of the desk phone, for example PJSIP/201
  desk_endpoint text,
  -- name of the browser phone's endpoint; its secret is short-lived and never stored here
  sip_login text not null check (sip_login ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  -- how long a lost console connection is waited for before the agent is logged out
  grace_ms integer not null default 30000 check (grace_ms between 0 and 3600000),
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_login on users (login);
create unique index users_sip_login on users (sip_login);
create index users_team on users (team_id);

-- Teams a person looks after besides the own one: the reach of the "team" rights.
create table user_oversight (
  user_id uuid not null references users (id) on delete cascade,
  team_id uuid not null references teams (id) on delete cascade,
  primary key (user_id, team_id)
);

create table user_roles (
  user_id uuid not null references users (id) on delete cascade,
  role text not null references roles (key),
  primary key (user_id, role)
);
create index user_roles_role on user_roles (role);

-- The token itself is only in the browser's cookie; who reads this table cannot log in with it.
create table sessions (
  id uuid primary key,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null default '',
  user_agent text not null default ''
);
create index sessions_user on sessions (user_id, created_at desc);
create index sessions_expires on sessions (expires_at);

-- Failed log-ins: one row per login and address, and one per address alone (empty login). The login is kept as a
-- hash because people type passwords into the wrong field.
create table login_failures (
  login_sha256 bytea not null,
  ip text not null,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz,
  primary key (login_sha256, ip)
);
create index login_failures_last on login_failures (last_at);

-- What happened to records, for automation, timelines and sync. Written in the verb's transaction.
create table events (
  -- order of writing; a reader by cursor must also wait for older transactions, see tx
  position bigint generated always as identity primary key,
  id uuid not null unique,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  type text not null,
  entity_kind text not null,
  entity_id text not null,
  -- user id, or 'system'
  actor text not null,
  origin text not null,
  -- event or command that caused this one, and how long the chain of causes is
  cause text,
  depth smallint not null default 0,
  data jsonb not null default '{}'
);
create index events_entity on events (entity_kind, entity_id, position);

-- Who changed what, before and after; never edited.
create table audit (
  id uuid primary key,
  at timestamptz not null default now(),
  actor text not null,
  origin text not null,
  ip text,
  action text not null,
  entity_kind text not null,
  entity_id text not null,
  event_id uuid,
  before jsonb,
  after jsonb
);
create index audit_at on audit (at desc, id desc);
create index audit_actor on audit (actor, at desc, id desc);
create index audit_entity on audit (entity_kind, entity_id, at desc, id desc);
create index audit_action on audit (action, at desc, id desc);
