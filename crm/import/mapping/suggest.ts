/** What becomes of each column, as we would do it: by a preset that fits, by titles, then by contents. Pure. */
import type { Field, RecordKind } from "@/crm/record/types.ts";
import type { ImportColumn, ImportMapping, ImportTarget } from "@/store/tables/imports.ts";
import { guessType, pointsIn } from "@/crm/import/mapping/contents.ts";
import { isSales, salesTarget } from "@/crm/import/mapping/sales.ts";
import { isFirstName, isSecondary, meaningOf, squeeze, statusOf, systemOf } from "@/crm/import/mapping/titles.ts";

export interface SuggestOptions {
  kind: RecordKind;
  /** Fields that the person may write. */
  fields: readonly Field[];
  mayMakeFields: boolean;
  /** Names of sources, in lower case. */
  sources?: ReadonlySet<string>;
  /** Names of stages. */
  stages?: readonly string[];
  presets?: readonly { id: string; mapping: ImportMapping }[];
}

export interface Suggestion {
  mapping: ImportMapping;
  /** Where the file comes from, when its titles tell. */
  system: string | null;
  /** The preset that was used. */
  preset: string | null;
}

/** A preset is used when it knows so much of the file. */
const FITS = 0.8;
const SKIP: ImportTarget = { to: "skip" };
/** Several columns may go to one of these. */
const MANY = new Set([
  ...["phones", "emails", "tags", "note", "multi-select"],
  ...["product.name", "contact.phone", "contact.email"],
]);

/** How much of the preset's columns the file has, 0 to 1. */
export function fitOf(preset: ImportMapping, header: readonly string[]): number {
  const wanted = preset.columns.filter(({ target, title }) => target.to !== "skip" && title !== "");
  const names = new Set(header.map(squeeze));
  return wanted.length === 0 ? 0 : wanted.filter(({ title }) => names.has(squeeze(title))).length / wanted.length;
}

/** @param sample rows of cells, as wide as the header */
export function suggest(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  options: SuggestOptions,
): Suggestion {
  const cellsOf = (at: number) => sample.map((row) => row[at] ?? "").filter((cell) => cell.trim() !== "");
  const best = (options.presets ?? []).map((preset) => ({ preset, fit: fitOf(preset.mapping, header) }))
    .sort((a, b) => b.fit - a.fit)[0];
  const preset = best && best.fit >= FITS ? best.preset : null;
  const known = new Map(
    preset?.mapping.columns.filter(({ target }) => possible(target, options)).map((one) => [squeeze(one.title), one]),
  );
  const company = options.kind === "company";
  const system = systemOf(header);
  const all = header.map((title) => meaningOf(title, { company, system }));
  const meanings = all.map((meaning, at) =>
    isSecondary(header[at], meaning) && all.some((one, other) => one === meaning && !isSecondary(header[other], one))
      ? "skip"
      : meaning
  );
  const parts = new Set(meanings.filter((one) => one?.startsWith("name.")));
  const named = meanings.includes("name") || parts.size > 0;
  const taken = new Set<string>();
  const columns = header.map((title, at): ImportColumn => {
    const preset = title === "" ? undefined : known.get(squeeze(title));
    if (preset) return { ...preset, title };
    const cells = cellsOf(at);
    const target = byTitle(title, { cells, meaning: meanings[at], parts, named, options }) ??
      byContents(cells, options);
    const first = place(target, { taken, title, cells, options });
    return { title, target: first, ...valuesOf(first, { cells, kind: options.kind }) };
  });
  return { mapping: { columns }, system, preset: preset?.id ?? null };
}

interface Column {
  cells: readonly string[];
  meaning: string | null;
  /** Parts of names that the file has. */
  parts: ReadonlySet<string | null>;
  named: boolean;
  options: SuggestOptions;
}

function byTitle(title: string, column: Column): ImportTarget | null {
  const { meaning, parts, named, options, cells } = column;
  const own = options.fields.find(({ key, title: names }) =>
    names ? [names.ru, names.en, key].some((one) => squeeze(one) === squeeze(title)) : key === title
  );
  if (own && title !== "") return own.type === "lines" ? { to: "product", part: "name" } : field(own.key);
  if (isSales(options.kind)) {
    const target = salesTarget(title, { kind: options.kind, stages: options.stages ?? [] });
    // A source that no list of ours has would be an error in each row.
    const strange = target?.to === "field" && target.field === "source" &&
      !cells.every((cell) => options.sources?.has(cell.trim().toLowerCase()));
    return strange ? null : target;
  }
  switch (meaning) {
    case "skip":
      return SKIP;
    case null:
      return null;
    case "name":
      // «Имя» beside «Фамилия» is the first name only.
      if (parts.size > 0) return isFirstName(title) ? { to: "name", part: "first" } : field("name");
      return field("name");
    case "title":
      return field(named ? "note" : "name");
    case "name.last":
    case "name.first":
    case "name.middle":
      return { to: "name", part: meaning.slice(5) as "last" | "first" | "middle" };
    case "company":
      return options.kind === "company" ? null : { to: "company" };
    case "created":
    case "updated":
      return { to: meaning };
    case "external-id":
      return { to: "external-id" };
    case "owner":
      return { to: "owner" };
    case "status":
      // Stages of another company are no statuses of ours.
      return cells.every((cell) => statusOf(cell) !== null) ? field("status") : null;
    case "source":
      return cells.every((cell) => options.sources?.has(cell.trim().toLowerCase())) ? field("source") : null;
    default:
      return field(meaning);
  }
}

function byContents(cells: readonly string[], { fields, kind }: SuggestOptions): ImportTarget | null {
  const points = pointsIn(cells);
  if (points && isSales(kind)) return { to: "contact", part: points === "phones" ? "phone" : "email" };
  return points && fields.some(({ key }) => key === points) ? field(points) : null;
}

/** The target, if nothing else took it; else a field of its own, where the person may make one. */
function place(
  wanted: ImportTarget | null,
  where: { taken: Set<string>; title: string; cells: readonly string[]; options: SuggestOptions },
): ImportTarget {
  const { taken, title, cells, options } = where;
  if (wanted?.to === "skip") return SKIP;
  if (wanted && possible(wanted, options)) {
    const key = keyOf(wanted);
    const free = !taken.has(key) && !(key === "name" && [...taken].some((one) => one.startsWith("name.")));
    if (free || MANY.has(key)) {
      taken.add(key);
      return wanted;
    }
    // Bitrix24 exports «Имя, Фамилия» beside its parts.
    if (key === "name") return SKIP;
  }
  if (!options.mayMakeFields || title.trim() === "" || cells.length === 0) return SKIP;
  return { to: "new-field", type: guessType(cells), title: title.trim().slice(0, 120) };
}

function keyOf(target: ImportTarget): string {
  switch (target.to) {
    case "field":
      return target.field;
    case "moment":
      return `moment.${target.field}`;
    case "entered":
      return `entered.${target.stage}`;
    case "name":
    case "product":
    case "contact":
      return `${target.to}.${target.part}`;
    case "link":
      return `link.${target.kind}`;
    default:
      return target.to;
  }
}

function possible(target: ImportTarget, { kind, fields, mayMakeFields }: SuggestOptions): boolean {
  const has = (key: string) => fields.some((one) => one.key === key && !one.readOnly && one.target === null);
  switch (target.to) {
    case "field":
      return has(target.field);
    case "name":
      return has("name");
    case "owner":
      return has("owner");
    case "company":
      return kind !== "company" && has("company");
    case "new-field":
      return mayMakeFields;
    case "moment":
      return target.field === "done" ? kind === "task" && has("status") : kind === "deal" && has("stage");
    case "entered":
    case "currency":
      return kind === "deal" && has(target.to === "entered" ? "stage" : "amount");
    case "product":
      return kind === "deal" && has("lines");
    case "contact":
      return isSales(kind) && fields.some(({ key }) => key === (kind === "deal" ? "contacts" : "contact"));
    case "link":
      return kind === "task" && fields.some(({ key }) => key === target.kind);
    default:
      return true;
  }
}

function valuesOf(
  target: ImportTarget,
  { cells, kind }: { cells: readonly string[]; kind: RecordKind },
): { values?: Record<string, string> } {
  if (target.to !== "field" || target.field !== "status" || isSales(kind)) return {};
  const values = Object.fromEntries(
    [...new Set(cells)].flatMap((cell) => {
      const status = statusOf(cell);
      return status && status !== cell ? [[cell, status]] : [];
    }),
  );
  return Object.keys(values).length > 0 ? { values } : {};
}

const field = (key: string): ImportTarget => ({ to: "field", field: key });
