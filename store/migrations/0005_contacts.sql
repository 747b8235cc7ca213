-- People and companies who call.

create table contacts (
  id uuid primary key,
  name text not null default '',
  company text not null default '',
  note text not null default '',
  owner_id uuid references users (id),
  team_id uuid references teams (id),
  -- made from an unknown caller's number, not yet filled in by anybody
  draft boolean not null default false,
  demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  -- what the trigram search looks at; ё as е, because people type either
  search text generated always as (replace(lower(name || ' ' || company), 'ё', 'е')) stored
);
create index contacts_search on contacts using gin (search gin_trgm_ops);
create index contacts_created on contacts (created_at desc, id desc);

create table contact_phones (
  e164 text collate "C" primary key check (e164 ~ '^\+[1-9][0-9]{3,14}$'),
  contact_id uuid not null references contacts (id) on delete cascade,
  -- as it was typed or received
  raw text not null,
  position smallint not null default 0
);
create index contact_phones_contact on contact_phones (contact_id, position);
create index contact_phones_digits on contact_phones using gin (e164 gin_trgm_ops);
