/** Deals and leads that rows of tasks belong to: by their id in the other system, or by their name. */
import type { Kysely, Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { reachOf } from "@/crm/record/mod.ts";
import { isId } from "@/crm/ids.ts";
import type { SourceRow } from "@/crm/import/rows/plan.ts";
import { findExisting } from "@/crm/import/run/lookup.ts";

/** Puts ids into the rows; what nobody knows is told with its column. */
export async function resolveLinks(
  db: Kysely<Database> | Transaction<Database>,
  access: Access,
  options: { rows: readonly SourceRow[]; system: string },
): Promise<void> {
  const links = options.rows.flatMap(({ row }) => row.links ?? []);
  for (const kind of ["deal", "lead"] as const) {
    const texts = [...new Set(links.filter((link) => link.kind === kind).map(({ text }) => text))];
    if (texts.length === 0) continue;
    const keys = texts.flatMap((
      text,
    ) => [`x:${text}`, `n:${text.toLowerCase()}`, ...(isId(text) ? [`i:${text}`] : [])]);
    const found = reachOf(access, kind, "view") === "none"
      ? new Map()
      : await findExisting(db, access, { kind, keys, system: options.system });
    for (const { row } of options.rows) {
      for (const { column, text } of (row.links ?? []).filter((link) => link.kind === kind)) {
        const id = found.get(`x:${text}`)?.id ?? found.get(`i:${text}`)?.id ?? found.get(`n:${text.toLowerCase()}`)?.id;
        if (id !== undefined) row.values[kind] ??= id;
        else {
          row.errors.push({ column, code: `import.error.no-${kind}`, value: text.slice(0, 200) });
          row.unknown.push({ column, value: text.slice(0, 200) });
        }
      }
    }
  }
}
