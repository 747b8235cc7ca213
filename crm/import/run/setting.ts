/** Everything that the rows of an import are read and written with, gathered once. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { ImportColumn, ImportMapping, ImportOptions } from "@/store/tables/imports.ts";
import type { Store } from "@/crm/records.ts";
import { BUILTIN } from "@/crm/intake/mod.ts";
import {
  type Field,
  fieldRight,
  forgetSchemas,
  readValue,
  type RecordKind,
  type Schema,
  schemaOf,
  type Values,
} from "@/crm/record/mod.ts";
import { type Names, type ReadRow, rowReader } from "@/crm/import/rows/read_row.ts";

export interface Setting {
  kind: RecordKind;
  schema: Schema;
  mapping: ImportMapping;
  options: ImportOptions;
  read(cells: readonly string[]): ReadRow;
  /** What new records get where their row says nothing. */
  defaults: Values;
  /** Team of each person. */
  teamOf: ReadonlyMap<string, string | null>;
}

export interface SettingOptions {
  kind: RecordKind;
  mapping: ImportMapping;
  options: ImportOptions;
  /** A dry run: fields that are still to be made are read as if they were there. */
  dry?: boolean;
}

/** Key of a field that a run would make, in previews. */
export const newFieldKey = (column: number): string => `new:${column}`;

export async function loadSetting(store: Store, access: Access, wanted: SettingOptions): Promise<Setting> {
  const { kind, options } = wanted;
  forgetSchemas(store);
  const [known, { names, teamOf }] = await Promise.all([schemaOf(store, kind), loadNames(store)]);
  const schema = new Map(known);
  const columns = wanted.mapping.columns.map((column, at): ImportColumn => {
    const { target } = column;
    if (wanted.dry && target.to === "new-field") {
      const key = newFieldKey(at);
      schema.set(key, { ...NEW, key, type: target.type === "select" ? "text" : target.type });
      return { ...column, target: { to: "field", field: key } };
    }
    // A right over the field that was lost meanwhile: the column is left out as the person now must leave it out.
    return mayFill(target, { schema, access, kind }) ? column : { ...column, target: { to: "skip" } };
  });
  const mapping = { columns };
  return {
    kind,
    schema,
    mapping,
    options,
    read: rowReader({ mapping, schema, names, options }),
    defaults: defaultsOf(access, { kind, schema, options }),
    teamOf,
  };
}

const NEW: Omit<Field, "key" | "type"> = {
  column: null,
  title: null,
  options: [],
  choices: [],
  required: false,
  readOnly: false,
  kept: false,
  max: 4_000,
  target: null,
};

/** Whether the person may fill the field that a column goes to. */
export function mayFill(
  target: ImportColumn["target"],
  where: { schema: Schema; access: Access; kind: RecordKind },
): boolean {
  const key = target.to === "field"
    ? target.field
    : target.to === "name" || target.to === "owner" || target.to === "company"
    ? target.to
    : null;
  if (key === null) return true;
  const field = where.schema.get(key);
  if (!field || field.readOnly || field.target !== null || field.type === "params") return false;
  return fieldRight(where.access, where.kind, key) === "edit";
}

/** Constants, tags, source and owner. A constant that cannot be read was refused when it was set. */
function defaultsOf(
  access: Access,
  setting: { kind: RecordKind; schema: Schema; options: ImportOptions },
): Values {
  const { kind, schema, options } = setting;
  const values: Values = {};
  for (const [key, given] of Object.entries(options.values)) {
    const field = schema.get(key);
    const read = field && mayFill({ to: "field", field: key }, { schema, access, kind })
      ? readValue(field, given, options)
      : null;
    if (read?.ok) values[key] = read.value;
  }
  if (kind !== "company") values.source = options.source ?? BUILTIN.import;
  values.owner = options.owner ?? (access.user === "system" ? null : access.user);
  if (options.team !== null) values.team = options.team;
  return values;
}

async function loadNames(store: Store): Promise<{ names: Names; teamOf: Map<string, string | null> }> {
  const [users, teams, sources] = await Promise.all([
    sql<{ id: string; team: string | null; names: string[] }>`select id, team_id as team,
      array[name, login, coalesce(email, '')] as names from users where disabled_at is null order by created_at`
      .execute(store.db),
    store.db.selectFrom("teams").select(["id", "name"]).execute(),
    store.db.selectFrom("sources").select(["id", "name"]).where("archived_at", "is", null).execute(),
  ]);
  const people = new Map<string, string>();
  for (const { id, names } of users.rows) {
    for (const name of names.map((one) => one.trim().toLowerCase())) {
      if (name !== "" && !people.has(name)) people.set(name, id);
      // «Иванов Пётр» is who «Пётр Иванов» is.
      const turned = name.split(/\s+/).toReversed().join(" ");
      if (name !== "" && !people.has(turned)) people.set(turned, id);
    }
  }
  const byName = (rows: readonly { id: string; name: string }[]) =>
    new Map(rows.filter(({ name }) => name !== "").map(({ id, name }) => [name.trim().toLowerCase(), id]));
  return {
    names: { people, teams: byName(teams), sources: byName(sources) },
    teamOf: new Map(users.rows.map(({ id, team }) => [id, team])),
  };
}
