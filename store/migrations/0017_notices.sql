-- Notices: what the program tells people, with each delivery as a row; reminders of tasks, kept by a trigger of tasks so
-- that no way of writing forgets them; browsers that take pushes; the server that letters go out by.

create table notices (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  -- words: `notices.kind.<kind>.*`, filled from data in the person's language when it is shown
  kind text not null,
  data jsonb not null default '{}',
  -- where it leads in the console; empty: nowhere
  link text not null default '',
  task_id uuid references tasks (id) on delete cascade,
  -- the same thing is told a person once; null: each time
  key text,
  -- stands in the console's list; false: told by other ways only
  app boolean not null default true,
  -- event that it came from
  cause text,
  read_at timestamptz,
  snoozed_until timestamptz,
  -- last time that it was told: a snoozed one comes again
  told_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create unique index notices_key on notices (user_id, key) where key is not null;
create index notices_user on notices (user_id, told_at desc, id desc) where app;
create index notices_unread on notices (user_id, told_at desc) where app and read_at is null;
create index notices_told on notices (told_at);
create index notices_task on notices (task_id) where task_id is not null;

create table notice_deliveries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  channel text not null check (channel in ('app', 'push', 'email')),
  -- null: a reminder whose time has not come
  notice_id uuid references notices (id) on delete cascade,
  task_id uuid references tasks (id) on delete cascade,
  -- of a reminder: minutes before the task is due
  minutes integer,
  -- when it should come
  at timestamptz not null,
  state text not null default 'scheduled' check (state in ('scheduled', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  -- of the next try
  next_at timestamptz not null,
  claimed_until timestamptz,
  delivered_at timestamptz,
  -- word for `notices.reason.<word>`
  reason text,
  created_at timestamptz not null default now()
);
create unique index notice_deliveries_reminder on notice_deliveries (task_id, user_id, channel, minutes, at)
  where state = 'scheduled' and notice_id is null;
create index notice_deliveries_task on notice_deliveries (task_id, at) where task_id is not null;
create index notice_deliveries_notice on notice_deliveries (notice_id) where notice_id is not null;
create index notice_deliveries_tell on notice_deliveries (next_at)
  where state = 'scheduled' and (notice_id is null or channel = 'app');
create index notice_deliveries_send on notice_deliveries (channel, next_at)
  where state = 'scheduled' and notice_id is not null and channel <> 'app';
create index notice_deliveries_created on notice_deliveries (created_at);

-- An all-day task is reminded of before this hour of its day.
create function task_due(due timestamptz, all_day boolean, zone text) returns timestamptz language sql immutable as $$
  select case when all_day then (date_trunc('day', due at time zone zone) + interval '9 hours') at time zone zone
    else due end
$$;

-- Deliveries of the tasks as they stand now: what is wanted no more is cancelled with its reason, what is new is written,
-- what was delivered stays. Schedulers are told the earliest time.
create function task_reminders_set(ids uuid[]) returns void language plpgsql as $$
declare
  zone text := (select time_zone from site_settings);
  -- a task made for right now still reminds
  grace constant interval := interval '1 minute';
  first timestamptz;
begin
  update notice_deliveries d
    set state = 'cancelled', claimed_until = null, reason = case
      when t.archived_at is not null then 'deleted'
      when t.status <> 'open' then 'done'
      when coalesce(t.owner_id, t.creator_id) is distinct from d.user_id then 'reassigned'
      else 'moved' end
    from tasks t
    where t.id = any(ids) and d.task_id = t.id and d.state = 'scheduled' and (
      t.archived_at is not null or t.status <> 'open'
      or coalesce(t.owner_id, t.creator_id) is distinct from d.user_id
      or (d.notice_id is null and not exists (
        select from jsonb_to_recordset(t.reminders) as r (minutes integer, channels jsonb)
        where r.minutes = d.minutes and r.channels ? d.channel
          and task_due(t.due_at, t.all_day, zone) - make_interval(mins => r.minutes) = d.at)));
  with wanted as (
    select t.id, coalesce(t.owner_id, t.creator_id) as person, c.channel, r.minutes, b.base,
      b.base - make_interval(mins => r.minutes) as at
    from tasks t cross join lateral (select task_due(t.due_at, t.all_day, zone) as base) b
      cross join lateral jsonb_to_recordset(t.reminders) as r (minutes integer, channels jsonb)
      cross join lateral jsonb_array_elements_text(r.channels) as c (channel)
    where t.id = any(ids) and t.status = 'open' and t.archived_at is null
      and coalesce(t.owner_id, t.creator_id) is not null and b.base > now() - grace
  ), made as (
    insert into notice_deliveries (user_id, channel, task_id, minutes, at, next_at, state, reason)
    select w.person, w.channel, w.id, w.minutes, w.at, w.at,
      case when w.at < now() - grace then 'cancelled' else 'scheduled' end,
      case when w.at < now() - grace then 'past' end
    from wanted w
    where not exists (select from notice_deliveries d
      where d.task_id = w.id and d.user_id = w.person and d.channel = w.channel and d.minutes = w.minutes
        and d.at = w.at and (d.state <> 'cancelled' or d.reason = 'past'))
    order by w.at
    on conflict do nothing
    returning at, state
  )
  select min(at) into first from made where state = 'scheduled';
  if first is not null then
    perform pg_notify('reminders', floor(extract(epoch from first) * 1000)::text);
  end if;
end $$;

create function tasks_reminded() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  if tg_op = 'INSERT' then
    ids := array(select id from new_rows where reminders <> '[]' and due_at is not null);
  else
    -- not joined: see deals_rewritten() of 0014
    ids := array(select id from (
      select id, due_at, all_day, reminders, status, owner_id, creator_id, archived_at from new_rows
      except select id, due_at, all_day, reminders, status, owner_id, creator_id, archived_at from old_rows) changed);
  end if;
  if cardinality(ids) > 0 then
    perform task_reminders_set(ids);
  end if;
  return null;
end $$;
create trigger reminded after insert on tasks referencing new table as new_rows
  for each statement execute function tasks_reminded();
create trigger reminded_anew after update on tasks referencing old table as old_rows new table as new_rows
  for each statement execute function tasks_reminded();
select task_reminders_set(array(select id from tasks where reminders <> '[]' and due_at is not null));

-- What a person wants to be told, and how.
create table notice_preferences (
  user_id uuid primary key references users (id) on delete cascade,
  -- kind → channels; kinds that are not named go by the program's defaults
  kinds jsonb not null default '{}',
  -- {"from": "22:00", "to": "08:00", "reminders": true}; null: none
  quiet jsonb,
  sound boolean not null default true,
  updated_at timestamptz not null default now()
);

-- A browser that takes pushes (RFC 8030), while the session that it was allowed in lasts.
create table push_subscriptions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  session_id uuid references sessions (id) on delete cascade,
  endpoint text not null check (length(endpoint) between 1 and 2000),
  -- the browser's key and secret (RFC 8291), base64url
  p256dh text not null,
  auth text not null,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create unique index push_subscriptions_endpoint on push_subscriptions (endpoint);
create index push_subscriptions_user on push_subscriptions (user_id);

-- The installation's key pair that push services know it by (RFC 8292); made once.
create table push_keys (
  one boolean primary key default true check (one),
  public_key text not null,
  private_key jsonb not null,
  created_at timestamptz not null default now()
);

-- The server that letters go out by. The password must be used as it is; it is shown nowhere.
create table mail_server (
  one boolean primary key default true check (one),
  host text not null check (length(host) between 1 and 253),
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null default '',
  password text,
  sender_name text not null default '',
  sender_address text not null,
  enabled boolean not null default true,
  version integer not null default 1,
  -- last letter or test: when, and a word for `mail.reason.<word>` when it failed
  tried_at timestamptz,
  error text,
  updated_at timestamptz not null default now()
);
