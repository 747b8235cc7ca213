/** What deals can be put apart by, for a person: nobody learns by groups what is hidden in lists. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { BadInputError } from "@/crm/result.ts";
import { type Condition, fieldRight, reachOf, schemaOf } from "@/crm/record/mod.ts";
import type { Dimension } from "@/crm/reports/types.ts";

const REFS = ["owner", "team", "source", "pipeline", "lossReason"] as const;
const COLUMN_OF: Record<string, string> = {
  owner: "owner_id",
  team: "team_id",
  source: "source_id",
  pipeline: "pipeline_id",
  lossReason: "loss_reason_id",
};
/** Of the deal's company. */
const COMPANY = ["city", "industry"] as const;

export async function dimensionsOf(store: Store, access: Access): Promise<Dimension[]> {
  const schema = await schemaOf(store, "deal");
  const seen = (key: string) => fieldRight(access, "deal", key) !== "hidden";
  // Groups of all deals tell of all their companies.
  const companies = reachOf(access, "company", "view") === "all" && seen("companyLink");
  const own = [...schema.values()].filter((field) =>
    field.column === null && field.type === "select" && seen(field.key)
  );
  return [
    ...REFS.filter(seen).map((key): Dimension => ({ key, kind: "ref", title: null })),
    ...(seen("lines") ? [{ key: "product", kind: "product", title: null } as const] : []),
    ...COMPANY.filter((key) => companies && fieldRight(access, "company", key) !== "hidden")
      .map((key): Dimension => ({ key, kind: "company", title: null })),
    ...own.map(({ key, title }): Dimension => ({ key, kind: "select", title })),
  ];
}

/** Text of a deal's value over `deals r` and, for companies, `companies c`; empty is null. */
export function valueOf(dimension: Dimension): RawBuilder<string | null> {
  switch (dimension.kind) {
    case "ref":
      return sql<string | null>`r.${sql.ref(COLUMN_OF[dimension.key])}::text`;
    case "select":
      return sql<string | null>`nullif(r.custom ->> ${sql.lit(dimension.key)}, '')`;
    case "company":
      return sql<string | null>`nullif(c.${sql.ref(dimension.key)}, '')`;
    case "product":
      return sql<string | null>`null::text`;
  }
}

/** Deals of one value of a dimension. */
export function sliceOf(dimension: Dimension, value: string | null): RawBuilder<boolean> {
  if (dimension.kind === "product") {
    return value === null
      ? sql<boolean>`r.lines = '[]'::jsonb`
      : sql<boolean>`r.lines @> ${JSON.stringify([{ product: value }])}::jsonb`;
  }
  return value === null ? sql<boolean>`${valueOf(dimension)} is null` : sql<boolean>`${valueOf(dimension)} = ${value}`;
}

/** The same as a condition of a list; null: lists do not know it. */
export function conditionOf(dimension: Dimension, value: string | null): Condition | null {
  if (dimension.kind === "company") return null;
  if (dimension.kind === "product") return value === null ? { field: "lines", op: "empty" } : null;
  return value === null ? { field: dimension.key, op: "empty" } : { field: dimension.key, op: "is", value };
}

/** @throws {BadInputError} */
export function chosen(dimensions: readonly Dimension[], key: string): Dimension {
  const found = dimensions.find((one) => one.key === key);
  if (!found) throw new BadInputError(key);
  return found;
}
