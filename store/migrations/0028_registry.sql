-- Of versions that nobody will go back to only the report is kept.

alter table model_versions alter column blob drop not null;
