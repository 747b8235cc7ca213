-- Leads from outside: where they come from, every request as it came, calls to be returned, and who gets the leads.

create table sources (
  id uuid primary key,
  kind text not null check (kind in ('form', 'webhook', 'email', 'import', 'missed-call', 'sms', 'manual')),
  -- '' for a built-in one, whose name stands in the catalogues
  name text not null default '',
  -- there is one of each, whatever people do
  builtin text unique,
  -- public part of its addresses; whoever knows it may send
  key text collate "C" not null unique check (key ~ '^[A-Za-z0-9_-]{16,64}$'),
  -- what a sender must show besides the address
  proof text not null default 'none' check (proof in ('none', 'bearer', 'hmac')),
  enabled boolean not null default true,
  -- leads are made at once; else a person looks at each request in the inbox
  auto_accept boolean not null default false,
  -- a person that is known already: a new lead, the open lead, or the inbox
  duplicates text not null default 'append' check (duplicates in ('new', 'append', 'inbox')),
  -- accepting a request counts as the first answer
  accept_answers boolean not null default false,
  -- the first answer is wanted within
  target_ms integer not null default 900000 check (target_ms between 60000 and 604800000),
  -- [{"from": "path.in.payload", "to": "field"} | {"value": "constant", "to": "field"}]; [] is guessed
  mapping jsonb not null default '[]',
  settings jsonb not null default '{}',
  tags jsonb not null default '[]',
  -- only this rule; null: the first that fits
  rule_id uuid,
  -- of the form, for the proof of consent: grows when what is shown changes
  form_version integer not null default 1,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
insert into sources (id, kind, builtin, key, auto_accept)
  select id::uuid, kind, kind, replace(gen_random_uuid()::text, '-', ''), kind = 'missed-call' from (values
    ('00000000-0000-7000-8000-00000000a001', 'manual'),
    ('00000000-0000-7000-8000-00000000a002', 'import'),
    ('00000000-0000-7000-8000-00000000a003', 'missed-call')) seeded (id, kind);

-- Apart from the sources, so that no query of a source can carry them to a page by mistake.
create table source_secrets (
  source_id uuid not null references sources (id) on delete cascade,
  -- bearer: only its hash · hmac, form (signs the page's time), imap (password): needed as they are
  purpose text not null check (purpose in ('bearer', 'hmac', 'form', 'imap')),
  hash bytea,
  value text,
  created_at timestamptz not null default now(),
  primary key (source_id, purpose),
  check ((hash is null) <> (value is null))
);

alter table leads add foreign key (source_id) references sources (id);
alter table contacts add foreign key (source_id) references sources (id);

create table intake_requests (
  id uuid primary key,
  source_id uuid not null references sources (id),
  -- the sender's own id, the message's, or a hash of the payload
  dedup_key text not null check (length(dedup_key) between 1 and 300),
  received_at timestamptz not null default now(),
  content_type text not null default '',
  -- at most 256 KB; what is longer is cut and marked
  raw bytea not null check (octet_length(raw) <= 262144),
  truncated boolean not null default false,
  headers jsonb not null default '{}',
  ip text not null default '',
  state text not null default 'received' check (state in ('received', 'unsorted', 'accepted', 'declined', 'linked',
    'duplicate', 'spam', 'failed')),
  -- times that the same was sent again
  repeats integer not null default 0,
  -- why it is spam, failed or was declined by the program: a word of the catalogues
  error text,
  error_detail text,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  -- signs of a robot, found at the door
  suspicion text,
  -- {"values": {…}, "problems": [{"field", "code", "raw"}], "consents": […], "text": ""}
  mapped jsonb,
  title text not null default '',
  lead_id uuid,
  contact_id uuid,
  company_id uuid,
  -- version that accepting left; a lead that was changed since is not taken back
  lead_version integer,
  handled_by uuid references users (id),
  handled_at timestamptz,
  reason text not null default '',
  unique (source_id, dedup_key)
);
create index intake_requests_state on intake_requests (state, received_at desc, id desc);
create index intake_requests_source on intake_requests (source_id, received_at desc);
create index intake_requests_received on intake_requests (received_at desc, id desc);
create index intake_requests_due on intake_requests (next_at) where state = 'received';
create index intake_requests_lead on intake_requests (lead_id) where lead_id is not null;

-- Where the reading of a mailbox stands; written with the requests that were read.
create table mail_cursors (
  source_id uuid primary key references sources (id) on delete cascade,
  uid_validity text not null default '',
  last_uid bigint not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'connected', 'failed')),
  error text,
  checked_at timestamptz,
  -- one node reads a mailbox
  lease_by text,
  lease_until timestamptz
);

-- Calls that ended and have not been looked at: an outbox, written with the call itself.
create table ended_calls (
  call_id text collate "C" primary key,
  at timestamptz not null default now(),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  error text
);

create function calls_ended() returns trigger language plpgsql as $$
begin
  -- Old calls come by imports and by the demo's history; nobody waits for an answer to them.
  if tg_op = 'INSERT' then
    insert into ended_calls (call_id) select n.id from new_rows n
      where n.ended_at > now() - interval '1 day' and n.direction <> 'internal' on conflict do nothing;
  else
    insert into ended_calls (call_id) select n.id from new_rows n join old_rows o on o.id = n.id
      where o.ended_at is null and n.ended_at > now() - interval '1 day' and n.direction <> 'internal'
      on conflict do nothing;
  end if;
  if found then perform pg_notify('intake', ''); end if;
  return null;
end $$;
create trigger ended after insert on calls referencing new table as new_rows
  for each statement execute function calls_ended();
create trigger ended_later after update on calls referencing old table as old_rows new table as new_rows
  for each statement execute function calls_ended();

-- Calls to be returned. One open row a number.
create table callbacks (
  id uuid primary key,
  number text not null,
  lead_id uuid,
  contact_id uuid,
  request_id uuid,
  queue_id uuid,
  -- calls that nobody took since the last answer
  missed integer not null default 1,
  last_missed_at timestamptz not null default now(),
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  -- null: by a call, call_id
  done_by uuid references users (id),
  call_id text
);
create unique index callbacks_open on callbacks (number) where done_at is null;
create index callbacks_due on callbacks (due_at) where done_at is null;

create table assignment_rules (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  position integer not null default 0,
  enabled boolean not null default true,
  -- conditions over the lead's fields, as in lists; all must hold
  conditions jsonb not null default '[]',
  -- any; site: the site's working hours; or {"days": [1…7], "from": "09:00", "to": "18:00", "timeZone": ""}
  hours jsonb not null default '"any"',
  strategy text not null check (strategy in ('round-robin', 'load', 'person', 'team')),
  -- {"users": [ids], "teams": [ids], "weights": {"id": 2}}
  pool jsonb not null default '{}',
  -- only who is logged in to the line now
  online_only boolean not null default false,
  -- nobody there: the next rule, whoever of the pool is not online, or nobody
  fallback text not null default 'next' check (fallback in ('next', 'offline', 'nobody')),
  -- the team that the lead belongs to; null: that of its owner
  team_id uuid references teams (id),
  -- whose turn was last
  last_user uuid,
  given bigint not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index assignment_rules_position on assignment_rules (position, id);
alter table sources add foreign key (rule_id) references assignment_rules (id) on delete set null;

create table intake_settings (
  only_row boolean primary key default true check (only_row),
  hours jsonb not null default '{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "18:00", "timeZone": ""}'
);
insert into intake_settings default values;

-- Who is logged in to the line, told every few seconds by the node that knows.
create table line_presence (
  user_id uuid primary key,
  seen_at timestamptz not null default now()
);
