-- Records: leads, contacts and companies, one row a record; their fields, rights over fields, links to other systems,
-- consents; and what finds them (words, phones, e-mails).

-- Letters as they are compared (people type ё or е), and how records and queries are cut into words;
-- crm/search/words.ts does the same.
create function record_fold(text text) returns text language sql immutable strict parallel safe as $$
  select replace(lower(text), 'ё', 'е')
$$;
create function record_words(text text) returns tsvector language sql immutable strict parallel safe as $$
  select array_to_tsvector(array_remove(regexp_split_to_array(record_fold(text), '[^[:alnum:]]+'), ''))
$$;

create table companies (
  id uuid primary key,
  name text not null default '',
  phones jsonb not null default '[]',
  emails jsonb not null default '[]',
  tags jsonb not null default '[]',
  website text not null default '',
  -- INN in Russia, VAT number elsewhere
  tax_id text not null default '',
  industry text not null default '',
  city text not null default '',
  address text not null default '',
  -- several when the number does not decide; the first is shown
  time_zone text not null default '',
  do_not_call boolean not null default false,
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
  words tsvector not null generated always as (record_words(name || ' ' || tax_id || ' ' || website)) stored
);

create table leads (
  id uuid primary key,
  name text not null default '',
  company text not null default '',
  position text not null default '',
  status text not null default 'new' check (status in ('new', 'working', 'qualified', 'disqualified', 'converted')),
  -- why disqualified
  reason text not null default '',
  phones jsonb not null default '[]',
  emails jsonb not null default '[]',
  tags jsonb not null default '[]',
  website text not null default '',
  city text not null default '',
  region text not null default '',
  language text not null default '',
  time_zone text not null default '',
  -- {"minor": 1500000, "currency": "RUB"}
  budget jsonb,
  do_not_call boolean not null default false,
  note text not null default '',
  -- utm_source, utm_medium, …, page, referrer: how the person came
  utm jsonb not null default '{}',
  source_id uuid,
  contact_id uuid references contacts (id),
  company_id uuid references companies (id),
  custom jsonb not null default '{}',
  owner_id uuid references users (id),
  team_id uuid references teams (id),
  assigned_at timestamptz,
  -- first answer of a person of ours; null: nobody answered yet
  first_response_at timestamptz,
  import_id uuid,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  words tsvector not null generated always as (record_words(name || ' ' || company)) stored
);

alter table contacts
  add column phones jsonb not null default '[]',
  add column emails jsonb not null default '[]',
  add column tags jsonb not null default '[]',
  add column position text not null default '',
  add column company_id uuid references companies (id),
  add column city text not null default '',
  add column language text not null default '',
  add column time_zone text not null default '',
  add column birthday date,
  add column do_not_call boolean not null default false,
  add column source_id uuid,
  add column custom jsonb not null default '{}',
  add column import_id uuid;
update contacts c set phones = p.list from (
  select contact_id, jsonb_agg(jsonb_build_object('value', e164, 'raw', raw) order by position, e164) as list
  from contact_phones group by contact_id) p where p.contact_id = c.id;
drop table contact_phones;
alter table contacts drop column search;
alter table contacts
  add column words tsvector not null generated always as (record_words(name || ' ' || company)) stored;
create index contacts_company on contacts (company_id) where company_id is not null;

-- One set of indexes for each kind: lists by time, by name and by change, each also inside a team and of an owner.
create index leads_created on leads (created_at desc, id desc) where archived_at is null;
create index leads_team on leads (team_id, created_at desc, id desc) where archived_at is null;
create index leads_owner on leads (owner_id, created_at desc, id desc) where archived_at is null;
create index leads_updated on leads (updated_at desc, id desc) where archived_at is null;
create index leads_name on leads (lower(name), id) where archived_at is null;
create index leads_team_name on leads (team_id, lower(name), id) where archived_at is null;
create index leads_owner_name on leads (owner_id, lower(name), id) where archived_at is null;
create index leads_status on leads (status, created_at desc, id desc) where archived_at is null;
create index leads_source on leads (source_id, created_at desc, id desc) where archived_at is null;
create index leads_contact on leads (contact_id) where contact_id is not null;
create index leads_company on leads (company_id) where company_id is not null;
create index leads_import on leads (import_id) where import_id is not null;
create index leads_words on leads using gin (words);
create index leads_custom on leads using gin (custom jsonb_path_ops);
create index leads_tags on leads using gin (tags jsonb_path_ops);

drop index contacts_created;
create index contacts_created on contacts (created_at desc, id desc) where archived_at is null;
create index contacts_team on contacts (team_id, created_at desc, id desc) where archived_at is null;
create index contacts_owner on contacts (owner_id, created_at desc, id desc) where archived_at is null;
create index contacts_updated on contacts (updated_at desc, id desc) where archived_at is null;
create index contacts_name on contacts (lower(name), id) where archived_at is null;
create index contacts_team_name on contacts (team_id, lower(name), id) where archived_at is null;
create index contacts_owner_name on contacts (owner_id, lower(name), id) where archived_at is null;
create index contacts_import on contacts (import_id) where import_id is not null;
create index contacts_words on contacts using gin (words);
create index contacts_custom on contacts using gin (custom jsonb_path_ops);
create index contacts_tags on contacts using gin (tags jsonb_path_ops);

create index companies_created on companies (created_at desc, id desc) where archived_at is null;
create index companies_team on companies (team_id, created_at desc, id desc) where archived_at is null;
create index companies_owner on companies (owner_id, created_at desc, id desc) where archived_at is null;
create index companies_updated on companies (updated_at desc, id desc) where archived_at is null;
create index companies_name on companies (lower(name), id) where archived_at is null;
create index companies_team_name on companies (team_id, lower(name), id) where archived_at is null;
create index companies_owner_name on companies (owner_id, lower(name), id) where archived_at is null;
create index companies_import on companies (import_id) where import_id is not null;
create index companies_words on companies using gin (words);
create index companies_custom on companies using gin (custom jsonb_path_ops);
create index companies_tags on companies using gin (tags jsonb_path_ops);

-- Every phone and e-mail of every record, kept by triggers so that no way of writing can forget it: who has this
-- number, doubles between kinds, search by any digits.
create table record_points (
  point text collate "C" not null,
  kind text not null,
  record_id uuid not null,
  -- the record's, so that digits which a thousand numbers have are narrowed to what a person may see right here
  team_id uuid,
  owner_id uuid,
  primary key (point, kind, record_id)
);
create index record_points_record on record_points (record_id);
create index record_points_digits on record_points using gin (point gin_trgm_ops) where point like '+%';

-- All words that stand in names, for misspelt searches: the nearest words are looked for here, not in a million rows.
create table search_words (
  word text collate "C" primary key,
  uses integer not null default 1
);
create index search_words_trigrams on search_words using gin (word gin_trgm_ops);

create function records_written() returns trigger language plpgsql as $$
begin
  insert into record_points (point, kind, record_id, team_id, owner_id)
    select distinct left(p ->> 'value', 254), tg_argv[0], n.id, n.team_id, n.owner_id
    from new_rows n, jsonb_array_elements(n.phones || n.emails) p where p ->> 'value' <> ''
    on conflict do nothing;
  insert into search_words (word)
    select distinct w from new_rows n, unnest(tsvector_to_array(n.words)) w
    where length(w) between 3 and 40 and w !~ '[0-9]' order by w
    on conflict do nothing;
  return null;
end $$;

create function records_rewritten() returns trigger language plpgsql as $$
begin
  delete from record_points p using old_rows o join new_rows n on n.id = o.id
    where (n.phones, n.emails) is distinct from (o.phones, o.emails) and p.record_id = n.id;
  update record_points p set team_id = n.team_id, owner_id = n.owner_id
    from new_rows n join old_rows o on o.id = n.id
    where (n.team_id, n.owner_id) is distinct from (o.team_id, o.owner_id) and p.record_id = n.id;
  insert into record_points (point, kind, record_id, team_id, owner_id)
    select distinct left(p ->> 'value', 254), tg_argv[0], n.id, n.team_id, n.owner_id
    from new_rows n join old_rows o on o.id = n.id, jsonb_array_elements(n.phones || n.emails) p
    where (n.phones, n.emails) is distinct from (o.phones, o.emails) and p ->> 'value' <> ''
    on conflict do nothing;
  insert into search_words (word)
    select distinct w from new_rows n join old_rows o on o.id = n.id, unnest(tsvector_to_array(n.words)) w
    where n.words is distinct from o.words and length(w) between 3 and 40 and w !~ '[0-9]' order by w
    on conflict do nothing;
  return null;
end $$;

create function records_deleted() returns trigger language plpgsql as $$
begin
  delete from record_points p using old_rows o where p.record_id = o.id;
  return null;
end $$;

create trigger written after insert on leads referencing new table as new_rows
  for each statement execute function records_written('lead');
create trigger rewritten after update on leads referencing old table as old_rows new table as new_rows
  for each statement execute function records_rewritten('lead');
create trigger deleted after delete on leads referencing old table as old_rows
  for each statement execute function records_deleted();
create trigger written after insert on contacts referencing new table as new_rows
  for each statement execute function records_written('contact');
create trigger rewritten after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function records_rewritten('contact');
create trigger deleted after delete on contacts referencing old table as old_rows
  for each statement execute function records_deleted();
create trigger written after insert on companies referencing new table as new_rows
  for each statement execute function records_written('company');
create trigger rewritten after update on companies referencing old table as old_rows new table as new_rows
  for each statement execute function records_rewritten('company');
create trigger deleted after delete on companies referencing old table as old_rows
  for each statement execute function records_deleted();
insert into record_points (point, kind, record_id, team_id, owner_id)
  select p ->> 'value', 'contact', id, team_id, owner_id from contacts, jsonb_array_elements(phones) p on conflict do nothing;
insert into search_words (word)
  select distinct w from contacts, unnest(tsvector_to_array(words)) w
  where length(w) between 3 and 40 and w !~ '[0-9]' on conflict do nothing;

-- Own fields of each kind of record; values stand in the record's `custom` under the key.
create table fields (
  id uuid primary key,
  kind text not null check (kind in ('lead', 'contact', 'company', 'deal', 'task')),
  key text not null check (key ~ '^c_[a-z0-9_]{1,40}$'),
  type text not null check (type in ('text', 'long-text', 'number', 'money', 'date', 'datetime', 'checkbox', 'select',
    'multi-select', 'url', 'email', 'phone', 'user')),
  title_ru text not null check (length(title_ru) between 1 and 120),
  title_en text not null check (length(title_en) between 1 and 120),
  -- of select and multi-select: [{"value": "hot", "titleRu": "…", "titleEn": "…"}]
  options jsonb not null default '[]',
  required boolean not null default false,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  unique (kind, key)
);

-- What a role may do with a field less than with the rest of the record. A person with several roles has the loosest.
create table field_rights (
  role text not null references roles (key) on delete cascade,
  kind text not null,
  field text not null,
  level text not null check (level in ('view', 'hidden')),
  primary key (role, kind, field)
);

-- The same record in other systems: by import or exchange.
create table record_links (
  system text not null,
  kind text not null,
  external_id text not null check (length(external_id) between 1 and 200),
  record_id uuid not null,
  primary key (system, kind, external_id)
);
create index record_links_record on record_links (record_id);

-- Consent for a channel with its proof; never edited: the newest of a channel counts.
create table consents (
  id uuid primary key,
  kind text not null,
  record_id uuid not null,
  channel text not null check (channel in ('call', 'sms', 'email', 'messenger', 'personal-data')),
  granted boolean not null,
  -- when the person said so, which may be before it was written down
  at timestamptz not null,
  -- how: form, call, paper, import, sms, other
  manner text not null,
  -- the words that were agreed to, or the place of the paper
  proof text not null default '',
  actor text not null,
  created_at timestamptz not null default now()
);
create index consents_record on consents (record_id, channel, at desc);

-- What can be taken back at one click: a bulk change, a deletion, a merge. Each entry holds the state before.
create table undo_sets (
  id uuid primary key,
  user_id uuid,
  verb text not null,
  kind text not null,
  count integer not null default 0,
  -- [{"id", "version", "before": {…}}]; version is the one that the change left
  entries jsonb not null default '[]',
  created_at timestamptz not null default now(),
  undone_at timestamptz
);
create index undo_sets_created on undo_sets (created_at);

-- A merge of records, so that it can be taken back: whole states before, and what else was pointed to the survivor.
create table merges (
  id uuid primary key,
  kind text not null,
  survivor_id uuid not null,
  merged_ids uuid[] not null,
  before jsonb not null,
  moved jsonb not null default '{}',
  -- version of the survivor that the merge left
  version integer not null,
  actor text not null,
  created_at timestamptz not null default now(),
  undone_at timestamptz
);
create index merges_survivor on merges (survivor_id, created_at desc);

-- Automation leaves these alone: an import with automation off.
alter table events add column quiet boolean not null default false;

-- Rights over rows take the place of the two words that contacts had.
update roles set permissions = (
  select array_agg(distinct p order by p) from unnest(
    array_remove(array_remove(permissions, 'contacts.view'), 'contacts.edit')
    || case when 'contacts.view' = any(permissions) then array['contacts.view.all', 'companies.view.all'] else '{}' end
    || case when 'contacts.edit' = any(permissions) then array['contacts.edit.all', 'companies.edit.all'] else '{}' end
    || case key
      when 'agent' then array['leads.view.own', 'leads.edit.own', 'phones.full', 'inbox.handle']
      when 'supervisor' then array['leads.view.team', 'leads.edit.team', 'leads.delete', 'contacts.delete',
        'companies.delete', 'phones.full', 'inbox.handle', 'records.import', 'records.merge', 'views.share',
        'leads.export', 'contacts.export', 'companies.export']
      when 'analyst' then array['leads.view.all', 'phones.full', 'leads.export', 'contacts.export', 'companies.export']
      when 'administrator' then array['leads.view.all', 'leads.edit.all', 'leads.delete', 'leads.export',
        'contacts.view.all', 'contacts.edit.all', 'contacts.delete', 'contacts.export', 'companies.view.all',
        'companies.edit.all', 'companies.delete', 'companies.export', 'phones.full', 'inbox.handle', 'records.import',
        'records.merge', 'fields.manage', 'sources.manage', 'views.share', 'api.use', 'api.manage']
      else '{}' end
  ) p
);
