-- Automation: rules "when, if, then", their runs, and what the engine remembers of time.

-- What a change took the place of, so that rules can ask "from what" without the audit.
alter table events add column before jsonb;
-- What a run wrote.
create index events_run on events (cause) where origin = 'automation';

create table automation_rules (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  enabled boolean not null default false,
  position integer not null default 0,
  -- {"type": "deal.stage-entered", "stage": uuid, …}
  trigger jsonb not null,
  -- {"match": "all" | "any", "groups": [{"match", "items": […]}]}
  conditions jsonb not null,
  -- [{"type": "task.create", …}], done in their order
  actions jsonb not null,
  -- told when the rule fails
  owner_id uuid references users (id),
  -- of rules that wait for a request from outside: the last part of their address
  secret text unique,
  -- since when events are the rule's own: it was switched on, or what it waits for was changed
  since timestamptz not null default now(),
  -- time was looked at up to here
  looked_at timestamptz,
  paused_at timestamptz,
  -- refusal code
  pause_reason text,
  failures integer not null default 0,
  fired bigint not null default 0,
  failed bigint not null default 0,
  last_fired_at timestamptz,
  -- whose turn was last, by action
  turns jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);

create table automation_runs (
  id uuid primary key,
  rule_id uuid not null references automation_rules (id) on delete cascade,
  -- once: the event's id, or what became due and when
  key text not null,
  -- null: time came, nothing was written
  event_id uuid,
  event jsonb not null,
  kind text not null,
  record_id text not null,
  -- how the record was called
  title text not null default '',
  -- runs that led here, the first one first: [{"run", "rule", "kind", "record"}]
  chain jsonb not null default '[]',
  depth smallint not null default 0,
  state text not null default 'queued'
    check (state in ('queued', 'waiting', 'done', 'skipped', 'failed', 'stopped')),
  -- refusal code, with its details
  error text,
  detail jsonb,
  -- what the conditions saw
  decision jsonb,
  -- what each action did
  results jsonb not null default '[]',
  -- next action
  step integer not null default 0,
  -- whether conditions are asked again before it
  recheck boolean not null default false,
  due_at timestamptz not null default now(),
  event_at timestamptz not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  duration_ms integer,
  unique (rule_id, key)
);
create index automation_runs_due on automation_runs (due_at, id) where state in ('queued', 'waiting');
create index automation_runs_created on automation_runs (created_at desc, id desc);
create index automation_runs_rule on automation_runs (rule_id, created_at desc, id desc);
create index automation_runs_record on automation_runs (record_id, created_at desc);
create index automation_runs_event on automation_runs (event_id) where event_id is not null;

-- What was before automation is nobody's.
insert into event_cursors (name, position) select 'automation', coalesce(max(seq), 0) from events;

-- Dates that rules wait for.
create index deals_close_date on deals (close_date) where close_date is not null and archived_at is null;
create index contacts_birthday on contacts (birthday) where birthday is not null and archived_at is null;

-- Calls have no verb: the live part writes whole states. That one ended, or was given a disposition, is an event too.
create function calls_told() returns trigger language plpgsql as $$
begin
  insert into events (id, type, entity_kind, entity_id, actor, origin, data)
    select gen_random_uuid(), 'call.ended', 'call', n.id, coalesce(n.agent_id::text, 'system'), 'system',
      jsonb_build_object('direction', n.direction, 'outcome', n.outcome, 'queue', n.queue_id, 'agent', n.agent_id,
        'disposition', n.disposition)
    from new_rows n left join old_rows o on o.id = n.id
    where o.ended_at is null and n.ended_at > now() - interval '1 day';
  insert into events (id, type, entity_kind, entity_id, actor, origin, data)
    select gen_random_uuid(), 'call.disposition-set', 'call', n.id, coalesce(n.agent_id::text, 'system'), 'system',
      jsonb_build_object('disposition', n.disposition)
    from new_rows n join old_rows o on o.id = n.id
    where n.disposition is not null and n.disposition is distinct from o.disposition and n.disposition_edited_at is null
      and n.ended_at > now() - interval '1 day';
  return null;
end $$;
create function calls_told_new() returns trigger language plpgsql as $$
begin
  insert into events (id, type, entity_kind, entity_id, actor, origin, data)
    select gen_random_uuid(), 'call.ended', 'call', n.id, coalesce(n.agent_id::text, 'system'), 'system',
      jsonb_build_object('direction', n.direction, 'outcome', n.outcome, 'queue', n.queue_id, 'agent', n.agent_id,
        'disposition', n.disposition)
    from new_rows n where n.ended_at > now() - interval '1 day';
  return null;
end $$;
create trigger told after insert on calls referencing new table as new_rows
  for each statement execute function calls_told_new();
create trigger told_later after update on calls referencing old table as old_rows new table as new_rows
  for each statement execute function calls_told();
