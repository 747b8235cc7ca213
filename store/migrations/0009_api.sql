-- The machine side: tokens, idempotency keys, the events in a final order, outgoing webhooks.

-- A service account: a program of the company. It has roles as people have, and cannot log in.
alter table users add column service boolean not null default false;

-- The token itself was shown once; who reads this table cannot use it.
create table api_tokens (
  id uuid primary key,
  -- whose rights it has: a person's or a service account's
  user_id uuid not null references users (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  -- first characters, to tell tokens apart
  prefix text not null,
  -- permission words; what the account may do beyond them the token may not
  scopes text[] not null,
  rate_per_second integer not null default 20 check (rate_per_second between 1 and 1000),
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  last_ip text,
  revoked_at timestamptz
);
create index api_tokens_user on api_tokens (user_id, created_at desc);

-- Requests that are done once however often they are sent. Kept for a day.
create table idempotency_keys (
  user_id uuid not null references users (id) on delete cascade,
  key text collate "C" not null check (length(key) between 1 and 255),
  -- method and path with its query, and what the body was
  request text not null,
  body_sha256 bytea not null,
  -- the try that is at work, and since when
  claim uuid not null,
  claimed_at timestamptz not null default now(),
  -- {"type", "kind", "id"}: written in the transaction of the first change, so that a crash after it is known
  applied jsonb,
  -- the answer; null: none was given yet
  status smallint,
  content_type text,
  response bytea,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- The final order of events. A position is drawn before its transaction commits, so a reader by position skips what
-- commits late; `seq` is given afterwards, to committed events only (crm/changes/order.ts).
alter table events add column seq bigint;
update events set seq = position;
create unique index events_seq on events (seq);
create index events_unordered on events (position) where seq is null;

-- How far durable readers of the events have come.
create table event_cursors (
  name text primary key,
  position bigint not null,
  updated_at timestamptz not null default now()
);

create table webhooks (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  url text not null check (length(url) between 1 and 2000),
  -- `lead.created`, `lead.*` or `*`
  events text[] not null,
  -- signs what is sent, so it is kept as it is; shown once and nowhere else
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  enabled boolean not null default true,
  -- may be sent to addresses inside the company's network
  allow_private boolean not null default false,
  -- first failure since the last success, how many in a row, and until when nothing is tried
  failing_since timestamptz,
  failures integer not null default 0,
  paused_until timestamptz,
  -- why the program switched it off
  disabled_reason text check (disabled_reason in ('failing', 'gone')),
  owner_id uuid not null references users (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null references webhooks (id) on delete cascade,
  event_id uuid not null,
  event_type text not null,
  -- failed: the last try was no success, another one follows at next_at; dead: none follows
  state text not null default 'pending' check (state in ('pending', 'failed', 'delivered', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  -- a process is at it until then
  claimed_until timestamptz,
  tried_at timestamptz,
  status smallint,
  response text check (length(response) <= 2048),
  duration_ms integer,
  -- why, when there is no answer: a word for `webhooks.failure.<word>`
  error text,
  created_at timestamptz not null default now(),
  unique (webhook_id, event_id)
);
create index webhook_deliveries_list on webhook_deliveries (webhook_id, created_at desc, id desc);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state in ('pending', 'failed');
create index webhook_deliveries_created on webhook_deliveries (created_at);

update roles set permissions = array(select distinct p from unnest(permissions || '{api.use}') p order by p)
where key in ('supervisor', 'analyst', 'administrator');
update roles set permissions = array(select distinct p from unnest(permissions || '{api.manage}') p order by p)
where key = 'administrator';
