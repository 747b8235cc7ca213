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
import { KEEP } from "@/crm/import/rows/marks.ts";
import { type Names, type ReadRow, rowReader } from "@/crm/import/rows/read_row.ts";
import type { SalesNames } from "@/crm/import/rows/sales_names.ts";

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
  const [known, { names, teamOf }, sales] = await Promise.all([
    schemaOf(store, kind),
    loadNames(store),
    kind === "deal" ? loadSalesNames(store, { home: options.values.pipeline }) : undefined,
  ]);
  const schema = new Map(known);
  const columns = wanted.mapping.columns.map((column, at): ImportColumn => {
    const { target } = column;
    // Names of people without an account are kept in a field that a run would make.
    if (wanted.dry && target.to === "owner" && keeps(column) && column.keep === undefined) {
      const key = newFieldKey(at);
      schema.set(key, { ...NEW, key, type: "text" });
      return { ...column, keep: key };
    }
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
    read: rowReader({ kind, mapping, schema, names: { ...names, ...(sales ? { sales } : {}) }, options }),
    defaults: defaultsOf(access, { kind, schema, options }),
    teamOf,
  };
}

/** Some values of a column of owners are kept as texts. */
export const keeps = ({ values }: ImportColumn): boolean => Object.values(values ?? {}).includes(KEEP);

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
  const { access, kind, schema } = where;
  const key = fieldOf(target, kind);
  if (key === null) return true;
  const field = schema.get(key);
  if (!field || field.type === "params" || fieldRight(access, kind, key) !== "edit") return false;
  if (target.to === "contact" || target.to === "link") return true;
  return !field.readOnly && field.target === null && !(target.to === "field" && UNREADABLE.has(field.type));
}

/** Values that no cell holds: products come in by columns of their own. */
const UNREADABLE: ReadonlySet<Field["type"]> = new Set(["lines", "reminders", "records"]);

/** The field whose right a target needs; null: none. */
function fieldOf(target: ImportColumn["target"], kind: RecordKind): string | null {
  switch (target.to) {
    case "field":
      return target.field;
    case "name":
    case "owner":
    case "company":
      return target.to;
    case "moment":
      return target.field === "done" ? "status" : "stage";
    case "entered":
      return "stage";
    case "product":
      return "lines";
    case "contact":
      return kind === "task" ? "contact" : "contacts";
    case "link":
      return target.kind;
    case "currency":
      return "amount";
    default:
      return null;
  }
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
  if (schema.has("source")) values.source = options.source ?? BUILTIN.import;
  values.owner = options.owner ?? (access.user === "system" ? null : access.user);
  if (options.team !== null) values.team = options.team;
  return values;
}

async function loadSalesNames(store: Store, { home }: { home: unknown }): Promise<SalesNames> {
  const { db } = store;
  const [pipelines, stages, products, reasons] = await Promise.all([
    db.selectFrom("pipelines").select(["id", "name"]).where("archived_at", "is", null).orderBy("position").orderBy("id")
      .execute(),
    db.selectFrom("stages").select(["id", "name", "type", "probability", "pipeline_id as pipeline"]).where(
      "archived_at",
      "is",
      null,
    )
      .orderBy("position").orderBy("id").execute(),
    db.selectFrom("products").select(["id", "name", "price"]).where("archived_at", "is", null).execute(),
    db.selectFrom("loss_reasons").select(["id", "name"]).where("archived_at", "is", null).execute(),
  ]);
  const byName = <One extends { name: string }>(rows: readonly One[]) =>
    new Map(rows.toReversed().map((row) => [row.name.trim().toLowerCase(), row]));
  return {
    home: pipelines.find(({ id }) => id === home)?.id ?? pipelines[0]?.id ?? null,
    pipelines: byName(pipelines),
    stages: stages.filter(({ pipeline }) => pipelines.some(({ id }) => id === pipeline)),
    products: byName(products),
    lossReasons: byName(reasons),
  };
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
    names: {
      people,
      called: users.rows.flatMap((one) => one.names[0] ? [one.names[0]] : []),
      teams: byName(teams),
      sources: byName(sources),
    },
    teamOf: new Map(users.rows.map(({ id, team }) => [id, team])),
  };
}
