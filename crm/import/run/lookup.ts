/** Records that rows of a batch are already, and companies that they name: one query a kind of key. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import {
  type CrmRecord,
  fieldRight,
  inReach,
  insertRecords,
  isContactable,
  PLURAL,
  reaches,
  reachOf,
  type RecordKind,
  type Schema,
} from "@/crm/record/mod.ts";
import type { Existing } from "@/crm/import/rows/plan.ts";

interface Found {
  key: string;
  id: string;
  name: string;
  owner_id: string | null;
  team_id: string | null;
}

/** The oldest record in the person's sight for each key that one has. */
export async function findExisting(
  db: Kysely<Database> | Transaction<Database>,
  access: Access,
  options: { kind: RecordKind; keys: readonly string[]; system: string },
): Promise<Map<string, Existing>> {
  const { kind, keys, system } = options;
  const of = (mark: string) => [...new Set(keys.filter((key) => key.startsWith(mark)).map((key) => key.slice(2)))];
  const seen = sql`r.archived_at is null and ${inReach(access, kind, "view")}`;
  const table = sql.table(PLURAL[kind]);
  const found: Found[] = [];
  const look = async (given: string[], query: (given: string[]) => ReturnType<typeof sql<Found>>) => {
    if (given.length > 0) found.push(...(await query(given).execute(db)).rows);
  };
  await look(of("x:"), (ids) =>
    sql<Found>`select 'x:' || l.external_id as key, r.id, r.name, r.owner_id, r.team_id
      from record_links l join ${table} r on r.id = l.record_id
      where l.system = ${system} and l.kind = ${kind} and l.external_id = any(${ids}) and ${seen}`);
  await look(
    isContactable(kind) ? of("p:") : [],
    (points) =>
      sql<Found>`select 'p:' || p.point as key, r.id, r.name, r.owner_id, r.team_id
      from record_points p join ${table} r on r.id = p.record_id
      where p.kind = ${kind} and p.point = any(${points}) and ${seen} order by r.created_at, r.id`,
  );
  await look(
    of("n:"),
    (names) =>
      sql<Found>`select 'n:' || lower(r.name) as key, r.id, r.name, r.owner_id, r.team_id from ${table} r
      where lower(r.name) = any(${names}) and ${seen} order by r.created_at, r.id`,
  );
  await look(
    of("i:"),
    (ids) =>
      sql<Found>`select 'i:' || r.id as key, r.id, r.name, r.owner_id, r.team_id from ${table} r
      where r.id = any(${ids}::uuid[]) and ${seen}`,
  );
  const existing = new Map<string, Existing>();
  for (const { key, id, name, owner_id, team_id } of found) {
    if (existing.has(key)) continue;
    existing.set(key, { id, name, mine: reaches(access, kind, { action: "edit", owner: owner_id, team: team_id }) });
  }
  return existing;
}

export interface NamedCompany {
  id: string;
  name: string;
}

/** Companies by name in lower case; those that the person may make and that are not there are made. */
export async function findOrMakeCompanies(
  trx: Transaction<Database>,
  access: Access,
  options: { names: readonly string[]; schema: Schema; importId: string; quiet: boolean },
): Promise<{ known: Map<string, NamedCompany>; made: CrmRecord[] }> {
  // The first spelling of the file is the name.
  const wanted = new Map(options.names.toReversed().map((name) => [name.toLowerCase(), name]));
  if (wanted.size === 0 || reachOf(access, "company", "view") === "none") return { known: new Map(), made: [] };
  const keys = [...wanted.keys()].map((name) => `n:${name}`);
  const found = await findExisting(trx, access, { kind: "company", keys, system: "" });
  const known = new Map<string, NamedCompany>([...found].map(([key, { id, name }]) => [key.slice(2), { id, name }]));
  const missing = [...wanted].filter(([key]) => !known.has(key));
  const mayMake = reachOf(access, "company", "edit") !== "none" && fieldRight(access, "company", "name") === "edit";
  if (missing.length === 0 || !mayMake) return { known, made: [] };
  const results = await insertRecords(trx, access, {
    kind: "company",
    rows: missing.map(([, name]) => ({ values: { name } })),
    schema: options.schema,
    importId: options.importId,
    quiet: options.quiet,
    cause: options.importId,
  });
  const made: CrmRecord[] = [];
  results.forEach((result, n) => {
    // What a company must have besides its name is nobody's to say here: the row keeps the name alone.
    if (!result.ok) return;
    known.set(missing[n][0], { id: result.value.id, name: missing[n][1] });
    made.push(result.value);
  });
  return { known, made };
}
