/** Targets of columns that only deals and tasks have, and what a file calls nearly as we do. Pure. */
import type { SalesSetup } from "@/components/deals/types.ts";
import type { CardField } from "@/components/records/card/types.ts";
import type { ImportCheckColumns, ImportMapping, ImportTarget } from "@/components/records/import/types.ts";
import type { Translate } from "@/components/i18n.ts";
import type { RecordKind } from "@/crm/record/types.ts";

const PRODUCT = ["name", "quantity", "price", "discount"] as const;
const CONTACT = ["name", "phone", "email", "id"] as const;
const MOMENTS = ["closed", "stageSince", "done"] as const;

/** undefined: none of these. */
export function salesTargetOf(code: string): ImportTarget | undefined {
  const at = code.indexOf(":");
  const [to, rest] = at < 0 ? [code, ""] : [code.slice(0, at), code.slice(at + 1)];
  const one = <Word extends string>(words: readonly Word[]) => words.find((word) => word === rest);
  switch (to) {
    case "currency":
      return { to };
    case "moment": {
      const field = one(MOMENTS);
      return field && { to, field };
    }
    case "entered":
      return rest === "" ? undefined : { to, stage: rest };
    case "product": {
      const part = one(PRODUCT);
      return part && { to, part };
    }
    case "contact": {
      const part = one(CONTACT);
      return part && { to, part };
    }
    case "link": {
      const kind = one(["deal", "lead"]);
      return kind && { to, kind };
    }
  }
}

/** undefined: none of these. */
export function salesCodeOf(target: ImportTarget): string | undefined {
  switch (target.to) {
    case "currency":
      return target.to;
    case "moment":
      return `moment:${target.field}`;
    case "entered":
      return `entered:${target.stage}`;
    case "product":
    case "contact":
      return `${target.to}:${target.part}`;
    case "link":
      return `link:${target.kind}`;
  }
}

interface Group {
  key: "products" | "people" | "moments";
  options: { code: string; label: string }[];
}

/** @param mapping of the file: stages that it names are offered although we have none of that name */
export function salesGroups(
  kind: RecordKind,
  fields: readonly CardField[],
  { t, sales, mapping }: { t: Translate; sales: SalesSetup | null; mapping: ImportMapping },
): Group[] {
  const may = (key: string) => fields.some((field) => field.key === key && field.edit);
  const parts = (to: "product" | "contact", words: readonly string[]) =>
    words.map((part) => ({ code: `${to}:${part}`, label: t(`import_pages.to.${to}.${part}`) }));
  const people = may(kind === "deal" ? "contacts" : "contact") ? parts("contact", CONTACT) : [];
  const links = (["deal", "lead"] as const).filter((one) => kind === "task" && may(one))
    .map((one) => ({ code: `link:${one}`, label: t(`import_pages.to.link.${one}`) }));
  const moment = (field: typeof MOMENTS[number]) => ({
    code: `moment:${field}`,
    label: t(`import_pages.to.moment.${field}`),
  });
  if (kind === "task") {
    return [
      { key: "people", options: [...links, ...people] },
      { key: "moments", options: may("status") ? [moment("done")] : [] },
    ];
  }
  const known = (sales?.pipelines ?? []).filter(({ archived }) => !archived)
    .flatMap(({ stages }) => stages.filter(({ archived }) => !archived).map(({ name }) => name));
  const named = mapping.columns.flatMap(({ target }) => target.to === "entered" ? [target.stage] : []);
  const stages = [...new Set([...known, ...named])];
  return [
    {
      key: "products",
      options: [
        ...(may("amount") ? [{ code: "currency", label: t("import_pages.to.currency") }] : []),
        ...(may("lines") ? parts("product", PRODUCT) : []),
      ],
    },
    { key: "people", options: people },
    {
      key: "moments",
      options: may("stage")
        ? [
          moment("closed"),
          moment("stageSince"),
          ...stages.map((stage) => ({ code: `entered:${stage}`, label: t("import_pages.to.entered", { stage }) })),
        ]
        : [],
    },
  ];
}

export interface NearMiss {
  column: number;
  value: string;
  like: string;
  count: number;
}

/** What the file spells nearly as we do and nobody has matched yet. */
export function nearMisses(unknown: ImportCheckColumns | undefined, mapping: ImportMapping): NearMiss[] {
  return Object.entries(unknown ?? {}).flatMap(([column, values]) =>
    values.flatMap(({ value, like, count }) =>
      like === undefined || mapping.columns[Number(column)]?.values?.[value] !== undefined
        ? []
        : [{ column: Number(column), value, like, count }]
    )
  );
}

/** The mapping with all of them read as we spell them. */
export function mended(mapping: ImportMapping, misses: readonly NearMiss[]): ImportMapping {
  return {
    columns: mapping.columns.map((column, at) => {
      const own = misses.filter((miss) => miss.column === at);
      if (own.length === 0) return column;
      return {
        ...column,
        values: { ...column.values, ...Object.fromEntries(own.map((one) => [one.value, one.like])) },
      };
    }),
  };
}
