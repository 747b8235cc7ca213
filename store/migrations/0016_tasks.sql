-- Tasks at work: recurring ones know when the rule meant them and who came before; calls to be returned are tasks of type
-- `call`; overdue ones are told to supervisors.

alter table tasks
  -- when the rule meant it, where due_at was moved for this once; null: at due_at
  add column occurrence_at timestamptz,
  -- values by field key that the following ones have where this one differs
  add column following jsonb,
  -- the task whose end made this one
  add column previous_id uuid references tasks (id),
  -- calls that nobody took since the last answer; 0: no call to be returned
  add column missed integer not null default 0,
  add column missed_at timestamptz,
  add column request_id uuid,
  add column queue_id uuid;

-- One call to be returned a number.
create unique index tasks_call_back on tasks (phone) where missed > 0 and status = 'open' and archived_at is null;
create index tasks_pool on tasks (due_at) where owner_id is null and status = 'open' and archived_at is null;
-- One next task of a series, whoever ends it and however often.
create unique index tasks_next on tasks (previous_id, series_id)
  where previous_id is not null and series_id is not null and archived_at is null;
create index tasks_previous on tasks (previous_id) where previous_id is not null;
create index tasks_done on tasks (done_by, done_at) where status = 'done' and archived_at is null;

-- The rhythm of a series stays when one of it is put off, whoever writes the row.
create function tasks_in_series() returns trigger language plpgsql as $$
begin
  if new.repeat <> '' and new.series_id is null then
    new.series_id := new.id;
  end if;
  if tg_op = 'UPDATE' then
    if new.repeat is distinct from old.repeat then
      new.occurrence_at := null;
    elsif new.repeat <> '' and new.due_at is distinct from old.due_at and old.occurrence_at is null
      and new.occurrence_at is null then
      new.occurrence_at := old.due_at;
    end if;
  end if;
  return new;
end $$;
create trigger in_series before insert or update on tasks for each row execute function tasks_in_series();

insert into tasks (id, name, type, priority, phone, due_at, lead_id, contact_id, owner_id, team_id, missed, missed_at,
    request_id, queue_id, created_at, status, done_at, done_by, call_id)
  select b.id, coalesce(nullif(c.name, ''), nullif(l.name, ''), b.number), 'call', 'high', b.number, b.due_at, l.id, c.id,
    l.owner_id, l.team_id, b.missed, b.last_missed_at, b.request_id, b.queue_id, b.created_at,
    case when b.done_at is null then 'open' else 'done' end, b.done_at, b.done_by, b.call_id
  from callbacks b left join leads l on l.id = b.lead_id left join contacts c on c.id = b.contact_id;
drop table callbacks;

-- Overdue for so many minutes, a task is told to the team's supervisors; null: never.
alter table site_settings add column escalate_after integer default 1440 check (escalate_after between 1 and 525600);

-- Whoever looks at the inbox sees calls to be returned come and go, however their tasks are written.
create function tasks_call_backs() returns trigger language plpgsql as $$
begin
  perform pg_notify('inbox', '{"kind":"callback"}');
  return null;
end $$;
create trigger call_backs after update of missed, status, owner_id, due_at, archived_at on tasks
  for each row when (new.missed > 0) execute function tasks_call_backs();
