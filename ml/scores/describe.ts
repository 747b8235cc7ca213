/** What columns of scores are called and what their values mean, for people: titles of own fields, names behind ids. */
import type { Access } from "@/store/access.ts";
import { fieldRight, schemaOf } from "@/crm/record/schema.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import type { Cell } from "@/ml/scores/table.ts";
import type { Store } from "@/store/store.ts";

export interface ColumnWords {
  /** Titles of own fields; built-in and counted columns are in the catalogues. */
  titles: Record<string, { ru: string; en: string }>;
  /** Words of values by column: names behind ids, titles of options. */
  values: Record<string, Record<string, { ru: string; en: string }>>;
}

/** The field that a column was made of, when it is not the column itself: its rights hold for the column too. */
const MADE_OF: Record<string, string> = {
  hasCompany: "company",
  hasWebsite: "website",
  mailbox: "emails",
  utmSource: "utm",
  utmMedium: "utm",
  utmCampaign: "utm",
  answeredAfter: "firstResponse",
  plannedDays: "closeDate",
  product: "lines",
  stageDays: "stage",
  moves: "stage",
};

/** May the person know of this column at all? */
export function seesColumn(access: Access, kind: ScoredKind, column: string): boolean {
  return fieldRight(access, kind, MADE_OF[column] ?? column) !== "hidden";
}

const both = (name: string) => ({ ru: name, en: name });

/** Words for these values; without `cells` for all that there are. */
export async function describeColumns(
  store: Store,
  kind: ScoredKind,
  cells?: readonly { column: string; value: Cell }[],
): Promise<ColumnWords> {
  const schema = await schemaOf(store, kind);
  const own = [...schema.values()].filter(({ column }) => column === null);
  const words: ColumnWords = { titles: {}, values: {} };
  for (const { key, title, type, options } of own) {
    if (title) words.titles[key] = title;
    if (type !== "select") continue;
    words.values[key] = Object.fromEntries(options.map((one) => [one.value, { ru: one.titleRu, en: one.titleEn }]));
  }
  const people = own.filter(({ type }) => type === "user").map(({ key }) => key);
  const named: [table: "sources" | "users" | "pipelines" | "stages" | "products", columns: string[]][] = [
    ["sources", ["source"]],
    ["users", kind === "deal" ? ["owner", ...people] : people],
    ...(kind === "deal"
      ? [["pipelines", ["pipeline"]] as const, ["stages", ["stage"]] as const, ["products", ["product"]] as const].map(
        ([table, columns]): [typeof table, string[]] => [table, [...columns]],
      )
      : []),
  ];
  for (const [table, columns] of named) {
    if (columns.length === 0) continue;
    const asked = cells?.filter(({ column }) => columns.includes(column)).map(({ value }) => `${value}`) ?? null;
    if (asked?.length === 0) continue;
    const rows = await store.db.selectFrom(table).select(["id", "name"])
      .$if(asked !== null, (query) => query.where("id", "in", asked!)).limit(5_000).execute();
    for (const column of columns) {
      words.values[column] = Object.fromEntries(rows.map(({ id, name }) => [id, both(name)]));
    }
  }
  return words;
}
