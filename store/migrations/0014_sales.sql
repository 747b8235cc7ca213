-- Sales: pipelines with their stages, products, reasons of loss; deals and tasks as two more kinds of records; the log of
-- stages and the totals of columns, kept by triggers so that no way of writing can forget them.

create table pipelines (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  position integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

create table stages (
  id uuid primary key,
  pipeline_id uuid not null references pipelines (id),
  name text not null check (length(name) between 1 and 120),
  colour text not null default 'slate',
  -- percent, of deals whose probability nobody set by hand
  probability smallint not null default 0 check (probability between 0 and 100),
  type text not null default 'open' check (type in ('open', 'won', 'lost')),
  -- a deal that stands here for longer is rotten; null: never
  rotten_days integer check (rotten_days between 1 and 3650),
  -- keys of fields that must be filled before a deal enters
  required text[] not null default '{}',
  -- most deals at once; null: any number
  wip_limit integer check (wip_limit between 1 and 1000000),
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);
create index stages_pipeline on stages (pipeline_id, position);

create table products (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  sku text not null default '',
  -- {"minor": 1500000, "currency": "RUB"}; null: asked each time
  price jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index products_name on products (lower(name)) where archived_at is null;

create table loss_reasons (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

create table deals (
  id uuid primary key,
  name text not null default '',
  pipeline_id uuid not null references pipelines (id),
  stage_id uuid not null references stages (id),
  -- the stage's type
  status text not null default 'open' check (status in ('open', 'won', 'lost')),
  amount jsonb,
  -- percent; the stage's, unless a person set it
  probability smallint not null default 0 check (probability between 0 and 100),
  probability_manual boolean not null default false,
  -- [{"product": uuid or null, "name", "quantity", "price": {"minor", "currency"}, "discount": percent}]
  lines jsonb not null default '[]',
  -- expected
  close_date date,
  closed_at timestamptz,
  loss_reason_id uuid references loss_reasons (id),
  loss_note text not null default '',
  -- ids; the first is the main one
  contacts jsonb not null default '[]',
  company text not null default '',
  company_id uuid references companies (id),
  lead_id uuid references leads (id),
  source_id uuid,
  tags jsonb not null default '[]',
  note text not null default '',
  custom jsonb not null default '{}',
  owner_id uuid references users (id),
  team_id uuid references teams (id),
  -- since when in its stage, and who put it there; null: the program
  stage_since timestamptz not null default now(),
  moved_by uuid references users (id),
  rotten_at timestamptz,
  -- earliest open task; kept by a trigger of tasks
  next_task_at timestamptz,
  -- place in the column, the smallest on top
  rank numeric not null,
  import_id uuid,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  words tsvector not null generated always as (record_words(name || ' ' || company)) stored
);
create index deals_created on deals (created_at desc, id desc) where archived_at is null;
create index deals_team on deals (team_id, created_at desc, id desc) where archived_at is null;
create index deals_owner on deals (owner_id, created_at desc, id desc) where archived_at is null;
create index deals_updated on deals (updated_at desc, id desc) where archived_at is null;
create index deals_name on deals (lower(name), id) where archived_at is null;
create index deals_team_name on deals (team_id, lower(name), id) where archived_at is null;
create index deals_owner_name on deals (owner_id, lower(name), id) where archived_at is null;
create index deals_board on deals (stage_id, rank, id) where archived_at is null;
create index deals_board_team on deals (team_id, stage_id, rank, id) where archived_at is null;
create index deals_board_owner on deals (owner_id, stage_id, rank, id) where archived_at is null;
create index deals_closed on deals (closed_at) where archived_at is null and closed_at is not null;
create index deals_rotten on deals (rotten_at) where archived_at is null and rotten_at is not null;
create index deals_company on deals (company_id) where company_id is not null;
create index deals_lead on deals (lead_id) where lead_id is not null;
create index deals_contacts on deals using gin (contacts jsonb_path_ops);
create index deals_import on deals (import_id) where import_id is not null;
create index deals_words on deals using gin (words);
create index deals_custom on deals using gin (custom jsonb_path_ops);
create index deals_tags on deals using gin (tags jsonb_path_ops);

create table tasks (
  id uuid primary key,
  name text not null default '',
  type text not null default 'todo'
    check (type in ('call', 'meeting', 'email', 'message', 'visit', 'todo')),
  status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  -- when it begins (with a length) or must be done (without)
  due_at timestamptz,
  -- the day of due_at in the site's zone, no hour
  all_day boolean not null default false,
  minutes integer check (minutes between 1 and 10080),
  -- RFC 5545 recurrence rule without DTSTART; empty: once
  repeat text not null default '',
  -- shared by the occurrences of one recurring task
  series_id uuid,
  -- [{"minutes": 15, "channels": ["app", "push", "email"]}], minutes before due_at
  reminders jsonb not null default '[]',
  -- what came of it
  result text not null default '',
  done_at timestamptz,
  done_by uuid references users (id),
  creator_id uuid references users (id),
  -- overdue, and the team's supervisors were told
  escalated_at timestamptz,
  deal_id uuid references deals (id),
  lead_id uuid references leads (id),
  contact_id uuid references contacts (id),
  company text not null default '',
  company_id uuid references companies (id),
  call_id text,
  -- to be called back (E.164)
  phone text not null default '',
  tags jsonb not null default '[]',
  note text not null default '',
  custom jsonb not null default '{}',
  owner_id uuid references users (id),
  team_id uuid references teams (id),
  import_id uuid,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  words tsvector not null generated always as (record_words(name)) stored
);
create index tasks_created on tasks (created_at desc, id desc) where archived_at is null;
create index tasks_team on tasks (team_id, created_at desc, id desc) where archived_at is null;
create index tasks_owner on tasks (owner_id, created_at desc, id desc) where archived_at is null;
create index tasks_updated on tasks (updated_at desc, id desc) where archived_at is null;
create index tasks_name on tasks (lower(name), id) where archived_at is null;
create index tasks_due on tasks (due_at, id) where archived_at is null;
create index tasks_due_team on tasks (team_id, due_at, id) where archived_at is null;
create index tasks_due_owner on tasks (owner_id, due_at, id) where archived_at is null;
create index tasks_open on tasks (due_at) where archived_at is null and status = 'open';
create index tasks_deal on tasks (deal_id, due_at) where deal_id is not null;
create index tasks_lead on tasks (lead_id) where lead_id is not null;
create index tasks_contact on tasks (contact_id) where contact_id is not null;
create index tasks_company on tasks (company_id) where company_id is not null;
create index tasks_series on tasks (series_id) where series_id is not null;
create index tasks_import on tasks (import_id) where import_id is not null;
create index tasks_words on tasks using gin (words);
create index tasks_custom on tasks using gin (custom jsonb_path_ops);
create index tasks_tags on tasks using gin (tags jsonb_path_ops);

-- Words of names of kinds without phones and e-mails; see records_written() of 0007.
create function records_named() returns trigger language plpgsql as $$
begin
  insert into search_words (word)
    select distinct w from new_rows n, unnest(tsvector_to_array(n.words)) w
    where length(w) between 3 and 40 and w !~ '[0-9]' order by w
    on conflict do nothing;
  return null;
end $$;
create trigger named after insert on deals referencing new table as new_rows
  for each statement execute function records_named();
create trigger renamed after update on deals referencing new table as new_rows
  for each statement execute function records_named();
create trigger named after insert on tasks referencing new table as new_rows
  for each statement execute function records_named();
create trigger renamed after update on tasks referencing new table as new_rows
  for each statement execute function records_named();

-- A deal that enters a stage stands on top of its column, unless a place was given, and begins to age.
create function deals_placed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.stage_id <> old.stage_id or new.stage_since <> old.stage_since then
    if new.rank is null or (tg_op = 'UPDATE' and new.stage_id <> old.stage_id and new.rank = old.rank) then
      new.rank := -extract(epoch from case when tg_op = 'UPDATE' then clock_timestamp() else new.stage_since end);
    end if;
    new.rotten_at := (select new.stage_since + make_interval(days => s.rotten_days)
      from stages s where s.id = new.stage_id and s.type = 'open');
  end if;
  return new;
end $$;
create trigger placed before insert or update on deals for each row execute function deals_placed();

-- How each deal came through its stages.
create table stage_log (
  id bigint generated always as identity primary key,
  deal_id uuid not null references deals (id) on delete cascade,
  pipeline_id uuid not null,
  -- null: it began here
  from_stage uuid,
  to_stage uuid not null,
  at timestamptz not null,
  -- in from_stage
  seconds bigint,
  -- null: the program
  actor uuid
);
create index stage_log_deal on stage_log (deal_id, at);
create index stage_log_to on stage_log (to_stage, at);
create index stage_log_from on stage_log (from_stage, at);

-- Number and sums of the deals of a stage by whose they are, as changes: a column's totals are the sum of its rows, and
-- nobody waits for anybody. deal_totals_compact() puts rows together.
create table deal_totals (
  id bigint generated always as identity primary key,
  stage_id uuid not null,
  owner_id uuid,
  team_id uuid,
  -- empty: deals without an amount
  currency text not null,
  deals integer not null,
  minor bigint not null,
  weighted bigint not null
);
create index deal_totals_stage on deal_totals (stage_id);

create function deals_written() returns trigger language plpgsql as $$
begin
  insert into stage_log (deal_id, pipeline_id, from_stage, to_stage, at, actor)
    select id, pipeline_id, null, stage_id, stage_since, moved_by from new_rows;
  insert into deal_totals (stage_id, owner_id, team_id, currency, deals, minor, weighted)
    select stage_id, owner_id, team_id, coalesce(amount ->> 'currency', ''), count(*),
      sum(coalesce((amount ->> 'minor')::bigint, 0)),
      sum(coalesce((amount ->> 'minor')::bigint, 0) * probability / 100)
    from new_rows where archived_at is null group by 1, 2, 3, 4;
  return null;
end $$;
-- Old and new rows are grouped and not joined, here and below: the plan of a function is kept from its first call, with
-- one row, and would compare each of ten thousand rows with each.
create function deals_rewritten() returns trigger language plpgsql as $$
begin
  insert into stage_log (deal_id, pipeline_id, from_stage, to_stage, at, seconds, actor)
    select id, pipeline_id, was, stage_id, m.at, greatest(0, extract(epoch from m.at - old_since)), moved_by
    from (
      select id, (array_agg(stage_id) filter (where not fresh))[1] as was,
        (array_agg(stage_id) filter (where fresh))[1] as stage_id,
        (array_agg(pipeline_id) filter (where fresh))[1] as pipeline_id,
        (array_agg(moved_by) filter (where fresh))[1] as moved_by,
        max(stage_since) filter (where fresh) as new_since, max(stage_since) filter (where not fresh) as old_since
      from (
        select id, stage_id, pipeline_id, moved_by, stage_since, false as fresh from old_rows
        union all
        select id, stage_id, pipeline_id, moved_by, stage_since, true from new_rows
      ) r
      group by id having count(distinct stage_id) > 1
    ) d,
      -- taken back: the stage's old beginning is in the past
      lateral (select case when new_since > old_since then new_since else now() end as at) m;
  insert into deal_totals (stage_id, owner_id, team_id, currency, deals, minor, weighted)
    select stage_id, owner_id, team_id, currency, sum(n), sum(n * minor), sum(n * (minor * probability / 100))
    from (
      select x.stage_id, x.owner_id, x.team_id, coalesce(x.amount ->> 'currency', '') as currency, x.n,
        coalesce((x.amount ->> 'minor')::bigint, 0) as minor, x.probability
      from (
        select o.id, -1 as n, o.stage_id, o.owner_id, o.team_id, o.amount, o.probability from old_rows o
          where o.archived_at is null
        union all
        select n.id, 1, n.stage_id, n.owner_id, n.team_id, n.amount, n.probability from new_rows n
          where n.archived_at is null
      ) x
    ) s
    group by 1, 2, 3, 4
    having sum(n) <> 0 or sum(n * minor) <> 0 or sum(n * (minor * probability / 100)) <> 0;
  return null;
end $$;
create function deals_deleted() returns trigger language plpgsql as $$
begin
  insert into deal_totals (stage_id, owner_id, team_id, currency, deals, minor, weighted)
    select stage_id, owner_id, team_id, coalesce(amount ->> 'currency', ''), -count(*),
      -sum(coalesce((amount ->> 'minor')::bigint, 0)),
      -sum(coalesce((amount ->> 'minor')::bigint, 0) * probability / 100)
    from old_rows where archived_at is null group by 1, 2, 3, 4;
  return null;
end $$;
create trigger written after insert on deals referencing new table as new_rows
  for each statement execute function deals_written();
create trigger rewritten after update on deals referencing old table as old_rows new table as new_rows
  for each statement execute function deals_rewritten();
create trigger deleted after delete on deals referencing old table as old_rows
  for each statement execute function deals_deleted();

create function deal_totals_compact() returns void language sql as $$
  with gone as (
    delete from deal_totals where id in (
      select id from deal_totals where stage_id in (
        select stage_id from deal_totals group by stage_id
        having count(*) > 2 * count(distinct (owner_id, team_id, currency)) + 20
      ) for update skip locked
    ) returning stage_id, owner_id, team_id, currency, deals, minor, weighted
  )
  insert into deal_totals (stage_id, owner_id, team_id, currency, deals, minor, weighted)
    select stage_id, owner_id, team_id, currency, sum(deals), sum(minor), sum(weighted) from gone
    group by 1, 2, 3, 4 having sum(deals) <> 0 or sum(minor) <> 0 or sum(weighted) <> 0;
$$;

-- The next task of each deal; whoever looks at the deal is told when it changes.
create function deals_next_task(ids uuid[]) returns void language plpgsql as $$
declare changed uuid;
begin
  for changed in
    update deals d set next_task_at = n.at
    from (select d.id, (select min(t.due_at) from tasks t
        where t.deal_id = d.id and t.status = 'open' and t.archived_at is null) as at
      from deals d where d.id = any(ids) order by d.id for update) n
    where d.id = n.id and d.next_task_at is distinct from n.at returning d.id
  loop
    perform pg_notify('records', json_build_object('kind', 'deal', 'id', changed)::text);
  end loop;
end $$;
create function tasks_written() returns trigger language plpgsql as $$
begin
  perform deals_next_task(array(select distinct deal_id from new_rows where deal_id is not null));
  return null;
end $$;
create function tasks_rewritten() returns trigger language plpgsql as $$
begin
  perform deals_next_task(array(
    select distinct deal_id from (
      (select id, deal_id, status, due_at, archived_at from new_rows
        except select id, deal_id, status, due_at, archived_at from old_rows)
      union all
      (select id, deal_id, status, due_at, archived_at from old_rows
        except select id, deal_id, status, due_at, archived_at from new_rows)
    ) changed where deal_id is not null));
  return null;
end $$;
create trigger written after insert on tasks referencing new table as new_rows
  for each statement execute function tasks_written();
create trigger rewritten after update on tasks referencing old table as old_rows new table as new_rows
  for each statement execute function tasks_rewritten();

-- Files of records; the bytes lie in the data folder under their hash.
create table files (
  id uuid primary key,
  kind text not null,
  record_id uuid not null,
  name text not null check (length(name) between 1 and 255),
  type text not null,
  bytes bigint not null,
  sha256 text not null,
  uploaded_by uuid references users (id),
  created_at timestamptz not null default now(),
  archived_at timestamptz
);
create index files_record on files (kind, record_id, created_at);

update roles set permissions = (
  select array_agg(distinct p order by p) from unnest(
    permissions || case key
      when 'agent' then array['deals.view.own', 'deals.edit.own', 'tasks.view.own', 'tasks.edit.own']
      when 'supervisor' then array['deals.view.team', 'deals.edit.team', 'deals.delete', 'deals.export',
        'tasks.view.team', 'tasks.edit.team', 'tasks.delete', 'tasks.export']
      when 'analyst' then array['deals.view.all', 'deals.export', 'tasks.view.all', 'tasks.export']
      when 'administrator' then array['deals.view.all', 'deals.edit.all', 'deals.delete', 'deals.export',
        'tasks.view.all', 'tasks.edit.all', 'tasks.delete', 'tasks.export', 'pipelines.manage', 'automation.manage',
        'mail.manage']
      else '{}' end
  ) p
);
