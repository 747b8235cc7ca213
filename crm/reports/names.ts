/** Names of what a report's tables speak of. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { schemaOf } from "@/crm/record/mod.ts";

/** Ids of people, teams, pipelines, reasons of loss and products; those that were put away have names too. */
export async function namesOf(store: Store, ids: readonly string[]): Promise<Record<string, string>> {
  const known = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id));
  if (known.length === 0) return {};
  const tables = ["users", "teams", "pipelines", "loss_reasons", "products"].map((table) =>
    sql`select id::text, name from ${sql.table(table)} where id = any(${known}::uuid[])`
  );
  const { rows } = await sql<{ id: string; name: string }>`${sql.join(tables, sql` union all `)}`.execute(
    store.reports,
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** Titles of an own select's options. */
export async function optionsOf(
  store: Store,
  options: { key: string; locale: "ru" | "en" },
): Promise<Record<string, string>> {
  const field = (await schemaOf(store, "deal")).get(options.key);
  return Object.fromEntries(
    (field?.options ?? []).map((one) => [one.value, options.locale === "ru" ? one.titleRu : one.titleEn]),
  );
}
