/**
 * Who is there already: records with the same phone or e-mail, of all kinds, and records whose name is nearly the same.
 * Index look-ups only, each bounded, so that it may be asked while somebody types into a form.
 */
import { sql } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import {
  CONTACTABLE,
  type ContactableKind,
  type CrmRecord,
  fieldRight,
  getRecords,
  inReach,
  PLURAL,
  reachOf,
  type Values,
} from "@/crm/record/mod.ts";
import { nameLikeness, PERHAPS_SAME } from "@/crm/search/names.ts";
import { nameQueries } from "@/crm/duplicates/names.ts";
import type { checkSchema } from "@/crm/duplicates/schemas.ts";

export interface Match {
  kind: ContactableKind;
  id: string;
  name: string;
  why: "phone" | "email" | "name";
  /** 1: the same number or address; below: how alike the names are. */
  likeness: number;
  /** Name, phones, e-mails, company, owner, created; as the person may see them. */
  values: Values;
}

export interface Matches {
  matches: Match[];
  /** There are more with the same number or address, which the person may not see. */
  hidden: boolean;
}

const PER_POINT = 30;
const CANDIDATES = 200;
const SHOWN = 10;
const TOLD = ["name", "phones", "emails", "company", "city", "owner", "created", "status"];

/** Kinds that the person may not see are left out. @throws {ForbiddenError} */
export async function findDuplicates(
  store: Store,
  access: Access,
  input: z.output<typeof checkSchema>,
): Promise<Matches> {
  const found = new Map<string, Omit<Match, "name" | "values">>();
  const add = (match: Omit<Match, "name" | "values">) => {
    const known = found.get(match.id);
    if (match.id !== input.except && (!known || known.likeness < match.likeness)) found.set(match.id, match);
  };
  for (const match of await byPoints(store, input)) add(match);
  const points = found.size;
  for (const match of await byName(store, access, input)) add(match);
  const records = await readAll(store, access, [...found.values()]);
  const matches = records.map((record): Match => {
    const told = TOLD.flatMap((key) => key in record.values ? [[key, record.values[key]]] : []);
    return { ...found.get(record.id)!, name: `${record.values.name ?? ""}`, values: Object.fromEntries(told) };
  });
  matches.sort((a, b) =>
    b.likeness - a.likeness || (a.kind === input.kind ? -1 : 0) - (b.kind === input.kind ? -1 : 0)
  );
  const seen = matches.filter(({ why }) => why !== "name").length;
  return { matches: matches.slice(0, SHOWN), hidden: seen < points && await liveBeyond(store, found, records) };
}

async function byPoints(store: Store, input: z.output<typeof checkSchema>) {
  const phones = input.phones.flatMap((raw) => parsePhone(raw) ?? []);
  const emails = input.emails.map((raw) => raw.toLowerCase().trim()).filter((text) => text.includes("@"));
  const points = [...new Set([...phones, ...emails])];
  if (points.length === 0) return [];
  const { rows } = await sql<{ point: string; kind: ContactableKind; id: string }>`
    select p.point, p.kind, p.record_id as id from unnest(${points}::text[]) given (point),
      lateral (select * from record_points p where p.point = given.point limit ${PER_POINT}) p`.execute(store.db);
  return rows.map(({ point, kind, id }) => ({
    kind,
    id,
    why: point.startsWith("+") ? "phone" as const : "email" as const,
    likeness: 1,
  }));
}

/** People are looked for among leads and contacts, companies among companies. */
async function byName(store: Store, access: Access, input: z.output<typeof checkSchema>) {
  const kinds = input.kind === "company" ? ["company" as const] : ["lead" as const, "contact" as const];
  const queries = await nameQueries(store, { ...input, company: input.kind === "company" ? "" : input.company });
  const lists = await Promise.all(kinds.map(async (kind) => {
    if (reachOf(access, kind, "view") === "none" || fieldRight(access, kind, "name") === "hidden") return [];
    for (const query of queries) {
      const { rows } = await sql<{ id: string; name: string }>`select r.id, r.name from ${sql.table(PLURAL[kind])} r
        where r.archived_at is null and r.words @@ ${query}::tsquery and ${inReach(access, kind, "view")}
        limit ${CANDIDATES}`.execute(store.db);
      const near = rows.map(({ id, name }) => ({ id, likeness: nameLikeness(input.name, name) }))
        .filter(({ likeness }) => likeness >= PERHAPS_SAME).sort((a, b) => b.likeness - a.likeness).slice(0, SHOWN);
      // A name alone is never as sure as a number.
      const list = near.map(({ id, likeness }) => ({ kind, id, why: "name" as const, likeness: likeness * 0.99 }));
      if (list.length > 0) return list;
    }
    return [];
  }));
  return lists.flat();
}

async function readAll(
  store: Store,
  access: Access,
  found: readonly { kind: ContactableKind; id: string }[],
): Promise<CrmRecord[]> {
  const lists = await Promise.all(CONTACTABLE.map((kind) => {
    const ids = found.filter((one) => one.kind === kind).map(({ id }) => id);
    if (ids.length === 0 || reachOf(access, kind, "view") === "none") return [];
    return getRecords(store, access, { kind, ids });
  }));
  return lists.flat().filter((record) => !record.archived);
}

/** Whether any of those that are not seen is there at all, or they were only deleted ones. */
async function liveBeyond(
  store: Store,
  found: ReadonlyMap<string, { kind: ContactableKind; id: string }>,
  seen: readonly CrmRecord[],
): Promise<boolean> {
  const missing = [...found.values()].filter(({ id }) => !seen.some((record) => record.id === id));
  const lists = await Promise.all(CONTACTABLE.map((kind) => {
    const ids = missing.filter((one) => one.kind === kind).map(({ id }) => id);
    if (ids.length === 0) return null;
    return store.db.selectFrom(PLURAL[kind]).select("id").where("id", "in", ids).where("archived_at", "is", null)
      .limit(1).executeTakeFirst();
  }));
  return lists.some(Boolean);
}
