-- Deals and tasks come in through imports; who looks at a record hears of its tasks; files are found by their bytes.

alter table imports drop constraint imports_kind_check,
  add constraint imports_kind_check check (kind in ('lead', 'contact', 'company', 'deal', 'task'));
alter table import_presets drop constraint import_presets_kind_check,
  add constraint import_presets_kind_check check (kind in ('lead', 'contact', 'company', 'deal', 'task'));

-- The nightly clean-up asks whether any record still has these bytes.
create index files_sha256 on files (sha256);

-- A task that an undone import takes away for good is nobody's next one.
create function tasks_deleted() returns trigger language plpgsql as $$
begin
  perform deals_next_task(array(select distinct deal_id from old_rows where deal_id is not null));
  return null;
end $$;
create trigger deleted after delete on tasks referencing old table as old_rows
  for each statement execute function tasks_deleted();

-- Open cards of what a task belongs to show it at once. Of a bulk change nobody is told record by record.
create function tasks_told() returns trigger language plpgsql as $$
declare one record;
begin
  if (select count(*) from new_rows) > 100 then return null; end if;
  for one in
    select distinct x.kind, x.id from new_rows w,
      lateral (values ('deal', w.deal_id), ('lead', w.lead_id), ('contact', w.contact_id), ('company', w.company_id))
        x (kind, id)
    where x.id is not null
  loop
    perform pg_notify('records', json_build_object('kind', one.kind, 'id', one.id)::text);
  end loop;
  return null;
end $$;
create trigger told after insert on tasks referencing new table as new_rows
  for each statement execute function tasks_told();
create trigger retold after update on tasks referencing new table as new_rows
  for each statement execute function tasks_told();
