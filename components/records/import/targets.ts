/** Where a column may go: the choices of its select, and what they stand for. Pure. */
import type { CardField } from "@/components/records/card/types.ts";
import type { ImportColumn, ImportMapping, ImportTarget } from "@/components/records/import/types.ts";
import type { SalesSetup } from "@/components/deals/types.ts";
import { salesCodeOf, salesGroups, salesTargetOf } from "@/components/records/import/sales.ts";
import type { Translate } from "@/components/i18n.ts";
import type { RecordKind } from "@/crm/record/types.ts";

/** Types of own fields that a column may become. */
export const NEW_TYPES = [
  "text",
  "long-text",
  "select",
  "number",
  "money",
  "date",
  "datetime",
  "checkbox",
  "url",
  "email",
  "phone",
] as const;
type NewType = typeof NEW_TYPES[number];
const isNewType = (text: string): text is NewType => NEW_TYPES.some((one) => one === text);

const PARTS = ["last", "first", "middle"] as const;
/** Built-in fields by what they say. All others that may be written are in the third group. */
const WHO = new Set(["name", "position", "birthday"]);
const REACH = new Set(["phones", "emails", "website", "address", "city", "region", "timeZone", "doNotCall"]);

/** Values that no cell holds as they are. */
const UNREADABLE: ReadonlySet<string> = new Set(["lines", "reminders", "records", "params"]);

export interface TargetGroup {
  key: "who" | "reach" | "about" | "products" | "people" | "moments" | "own" | "system" | "new";
  options: { code: string; label: string }[];
}

/** A target as one word, for a select. */
export function codeOf(target: ImportTarget): string {
  switch (target.to) {
    case "field":
      return `field:${target.field}`;
    case "name":
      return `name:${target.part}`;
    case "new-field":
      return `new:${target.type}`;
    default:
      return salesCodeOf(target) ?? target.to;
  }
}

/** @param title of the column: what a new field is called at first */
export function targetOf(code: string, title: string): ImportTarget {
  const [to, rest = ""] = code.split(":");
  const part = PARTS.find((one) => one === rest);
  if (to === "field" && rest) return { to, field: rest };
  if (to === "name" && part) return { to, part };
  if (to === "new" && isNewType(rest)) {
    return { to: "new-field", type: rest, title: title.trim().slice(0, 120) || rest };
  }
  if (to === "created" || to === "updated" || to === "external-id" || to === "owner" || to === "company") return { to };
  return salesTargetOf(code) ?? { to: "skip" };
}

export function targetGroups(
  kind: RecordKind,
  fields: readonly CardField[],
  { t, mayMakeFields, sales, mapping }: {
    t: Translate;
    mayMakeFields: boolean;
    sales: SalesSetup | null;
    mapping: ImportMapping;
  },
): TargetGroup[] {
  const open = fields.filter(({ edit, target, key, type }) =>
    edit && target === null && key !== "owner" && !UNREADABLE.has(type)
  );
  const known = new Set(fields.filter(({ edit }) => edit).map(({ key }) => key));
  const of = (fits: (field: CardField) => boolean) =>
    open.filter(fits).map(({ key, label }) => ({ code: `field:${key}`, label }));
  const selling = kind === "deal" || kind === "task";
  const parts = kind !== "company" && !selling && known.has("name")
    ? PARTS.map((part) => ({ code: `name:${part}`, label: t(`import_pages.to.name.${part}`) }))
    : [];
  const system = [
    ...(known.has("owner") ? ["owner"] : []),
    ...(kind === "company" ? [] : ["company"]),
    "created",
    "updated",
    "external-id",
  ];
  const builtIn = of(({ own, key }) => !own && !WHO.has(key) && !REACH.has(key) && key !== "company");
  const groups: TargetGroup[] = [
    { key: "who", options: [...of(({ own, key }) => !own && WHO.has(key)), ...parts] },
    { key: "reach", options: of(({ own, key }) => !own && REACH.has(key)) },
    { key: "about", options: builtIn },
    ...(selling ? salesGroups(kind, fields, { t, sales, mapping }) : []),
    { key: "own", options: of(({ own }) => own) },
    { key: "system", options: system.map((code) => ({ code, label: t(`import_pages.to.${code}`) })) },
    {
      key: "new",
      options: mayMakeFields
        ? NEW_TYPES.map((type) => ({
          code: `new:${type}`,
          label: t("import_pages.to.new", { type: t(`records.fields.type.${type}`) }),
        }))
        : [],
    },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

/** Columns that are left out. */
export const leftOut = (mapping: ImportMapping): number =>
  mapping.columns.filter(({ target }) => target.to === "skip").length;

/** Something says what the records are called. A deal without a name is called by its product and its customer. */
export const isNamed = (mapping: ImportMapping): boolean =>
  mapping.columns.some(({ target }) =>
    target.to === "name" || target.to === "field" && target.field === "name" ||
    (target.to === "product" || target.to === "contact") && target.part === "name"
  );

/** The column goes where we proposed. */
export function isSuggested(column: ImportColumn, suggestion: ImportColumn | undefined): boolean {
  return column.target.to !== "skip" && suggestion !== undefined && codeOf(suggestion.target) === codeOf(column.target);
}

const ONCE = new Set([
  "created",
  "updated",
  "external-id",
  "owner",
  "company",
  ...["currency", "product:quantity", "product:price", "product:discount", "contact:name", "contact:id"],
  "name:last",
  "name:first",
  "name:middle",
]);
const JOINED = new Set(["phones", "emails", "tags", "multi-select", "text", "long-text", "params"]);

/** Targets that several columns share where only the first counts. */
export function clashes(mapping: ImportMapping, fields: readonly CardField[]): Set<string> {
  const types = new Map(fields.map(({ key, type }) => [key, type]));
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { target } of mapping.columns) {
    const code = codeOf(target);
    const single = target.to === "field" ? !JOINED.has(types.get(target.field) ?? "text") : ONCE.has(code);
    if (single && seen.has(code)) twice.add(code);
    seen.add(code);
  }
  return twice;
}

/** The mapping of a file by a preset: columns are found by their titles, those it does not know stay as they are. */
export function byPreset(now: ImportMapping, preset: ImportMapping): ImportMapping {
  const squeeze = (title: string) => title.trim().toLowerCase().replaceAll(/\s+/g, " ");
  const known = new Map(preset.columns.filter(({ title }) => title !== "").map((one) => [squeeze(one.title), one]));
  return {
    columns: now.columns.map((column) => {
      const found = known.get(squeeze(column.title));
      return found ? { ...found, title: column.title } : column;
    }),
  };
}

/** Texts of cells that a value map may speak of: those it has, those no list knows, then samples. */
export function valuesOf(
  column: ImportColumn,
  seen: { samples: readonly string[]; unknown: readonly string[] },
): string[] {
  return [...new Set([...Object.keys(column.values ?? {}), ...seen.unknown, ...seen.samples.map((one) => one.trim())])]
    .filter((text) => text !== "");
}
