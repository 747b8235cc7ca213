-- Saved views of lists: what is shown (columns), of which records (filter) and in which order. One's own, or shared with
-- everybody who sees the kind.
create table views (
  id uuid primary key,
  kind text not null check (kind in ('lead', 'contact', 'company', 'deal', 'task')),
  owner_id uuid not null references users (id),
  shared boolean not null default false,
  name text not null check (length(name) between 1 and 80),
  -- [{"key": "name", "width": 240}]
  columns jsonb not null default '[]',
  -- conditions as lists take them: [{"field": "status", "op": "is", "value": "new"}]
  filter jsonb not null default '[]',
  -- {"field": "created", "desc": true}
  sort jsonb not null default '{"field": "created", "desc": true}',
  position integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index views_shared on views (kind, position) where shared;
create index views_owner on views (owner_id, kind, position);
