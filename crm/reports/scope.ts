/** The deals that a report is about: inside the person's reach, not deleted, of the filter; and how sums are made. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type Condition, fieldRight, inReach, schemaOf } from "@/crm/record/mod.ts";
import { conditionsOf } from "@/crm/record/filter.ts";
import { chosen, conditionOf, dimensionsOf, sliceOf } from "@/crm/reports/dimensions.ts";
import type { Dimension, SalesFilter } from "@/crm/reports/types.ts";

export interface Scope {
  filter: SalesFilter;
  /** Reports have connections of their own: they never starve the desk. */
  db: Store["db"];
  /** IANA zone of days and months. */
  timeZone: string;
  /** `deals r` and what the filter or the groups need beside it. */
  from: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
  /** Amount of `r` in the currency, in minor units; null: none, another currency, or hidden. */
  minor: RawBuilder<number | null>;
  /** Beginning and end (not included) of the period. */
  begin: RawBuilder<Date>;
  end: RawBuilder<Date>;
  by: Dimension;
  dimensions: Dimension[];
  conditions: Condition[] | null;
  /** Whether the person sees amounts. */
  amounts: boolean;
  sees(field: string): boolean;
}

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function scopeOf(store: Store, access: Access, filter: SalesFilter): Promise<Scope> {
  const reach = inReach(access, "deal", "view");
  const [schema, dimensions, site] = await Promise.all([
    schemaOf(store, "deal"),
    dimensionsOf(store, access),
    siteSettings(store.db),
  ]);
  const { timeZone } = site;
  const given: Condition[] = (["pipeline", "owner", "team"] as const).flatMap((field) =>
    filter[field] === null ? [] : [{ field, op: "is" as const, value: filter[field] }]
  );
  const slice = filter.slice === null ? null : chosen(dimensions, filter.slice);
  const sliced = slice && conditionOf(slice, filter.value);
  const by = dimensions.find(({ key }) => key === filter.by) ?? dimensions[0] ?? NOTHING;
  const parts = [
    reach,
    sql<boolean>`r.archived_at is null`,
    ...conditionsOf(given, access, { kind: "deal", schema, timeZone }),
    ...(slice ? [sliceOf(slice, filter.value)] : []),
  ];
  const amounts = fieldRight(access, "deal", "amount") !== "hidden";
  const companies = by.kind === "company" || slice?.kind === "company";
  return {
    filter: { ...filter, by: by.key },
    db: store.reports,
    timeZone,
    from: companies ? sql`deals r left join companies c on c.id = r.company_id` : sql`deals r`,
    where: sql<boolean>`${sql.join(parts, sql` and `)}`,
    minor: amounts
      ? sql<number | null>`(case when r.amount ->> 'currency' = ${filter.currency}
          then (r.amount ->> 'minor')::numeric end)`
      : sql<number | null>`null::numeric`,
    begin: sql<Date>`(${filter.from}::date::timestamp at time zone ${timeZone})`,
    end: sql<Date>`((${filter.to}::date + 1)::timestamp at time zone ${timeZone})`,
    by,
    dimensions,
    conditions: slice && !sliced ? null : [...given, ...(sliced ? [sliced] : [])],
    amounts,
    sees: (field) => fieldRight(access, "deal", field) !== "hidden",
  };
}

/** Groups of whoever sees no dimension at all: everything in one. */
const NOTHING: Dimension = { key: "product", kind: "product", title: null };
