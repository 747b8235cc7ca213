/** People that rows of deals and tasks name: found by their id in the other system, phone, e-mail or name, or made. */
import type { Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { type CrmRecord, fieldRight, insertRecords, reachOf, type Schema, type Values } from "@/crm/record/mod.ts";
import type { ContactCells } from "@/crm/import/rows/read_row.ts";
import { findExisting } from "@/crm/import/run/lookup.ts";

export interface WantedContact {
  cells: ContactCells;
  /** What a new one gets besides: its company, its owner. */
  more: Values;
}

export interface ContactsFound {
  /** undefined: neither found nor made. */
  idOf(cells: ContactCells): string | undefined;
  made: { record: CrmRecord; externalId: string | undefined }[];
}

/** The surest first. A name alone is only asked for where the row has nothing else. */
function keysOf({ externalId, phones, emails, name }: ContactCells): string[] {
  const keys = [
    ...(externalId ? [`x:${externalId}`] : []),
    ...[...phones, ...emails].map(({ value }) => `p:${value}`),
  ];
  return keys.length > 0 || !name ? keys : [`n:${name.toLowerCase()}`];
}

export async function findOrMakeContacts(
  trx: Transaction<Database>,
  access: Access,
  options: { wanted: readonly WantedContact[]; schema: Schema; importId: string; quiet: boolean; system: string },
): Promise<ContactsFound> {
  const { wanted, schema, importId, quiet, system } = options;
  const none = { idOf: () => undefined, made: [] };
  if (wanted.length === 0 || reachOf(access, "contact", "view") === "none") return none;
  const keys = wanted.flatMap(({ cells }) => keysOf(cells));
  const found = await findExisting(trx, access, { kind: "contact", keys, system });
  const ids = new Map<string, string>([...found].map(([key, { id }]) => [key, id]));
  const fresh: WantedContact[] = [];
  const places = new Map<string, number>();
  for (const one of wanted) {
    const own = keysOf(one.cells);
    if (own.length === 0 || own.some((key) => ids.has(key))) continue;
    const known = own.map((key) => places.get(key)).find((place) => place !== undefined);
    const place = known ?? fresh.push(one) - 1;
    for (const key of own) places.set(key, place);
  }
  const made: ContactsFound["made"] = [];
  const may = reachOf(access, "contact", "edit") !== "none" && fieldRight(access, "contact", "name") === "edit";
  if (fresh.length > 0 && may) {
    const rows = fresh.map(({ cells, more }) => ({
      values: {
        ...more,
        ...(cells.name ? { name: cells.name } : {}),
        ...(cells.phones.length > 0 ? { phones: once(cells.phones) } : {}),
        ...(cells.emails.length > 0 ? { emails: once(cells.emails) } : {}),
      } as Values,
    }));
    const results = await insertRecords(trx, access, {
      kind: "contact",
      rows,
      schema,
      importId,
      quiet,
      cause: importId,
    });
    results.forEach((result, n) => {
      // What a contact must have besides is nobody's to say here: the deal comes in without one.
      if (!result.ok) return;
      made.push({ record: result.value, externalId: fresh[n].cells.externalId });
      for (const [key, place] of places) if (place === n) ids.set(key, result.value.id);
    });
  }
  return { made, idOf: (cells) => keysOf(cells).map((key) => ids.get(key)).find((id) => id !== undefined) };
}

const once = <Point extends { value: string }>(points: readonly Point[]) => [
  ...new Map(points.map((point) => [point.value, point])).values(),
];
