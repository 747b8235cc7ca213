/** Where a column of deals or tasks goes, by its title; and words of other systems for our choices. Pure. */
import layouts from "@/crm/import/mapping/layouts_sales.json" with { type: "json" };
import type { Field, RecordKind } from "@/crm/record/types.ts";
import type { ImportTarget } from "@/store/tables/imports.ts";
import { squeeze } from "@/crm/import/mapping/titles.ts";

type SalesKind = "deal" | "task";

const BY_NAME: Record<SalesKind, ReadonlyMap<string, string>> = { deal: index("deal"), task: index("task") };
const ENTERED = new Map(Object.entries<string>(layouts.deal.entered));
const CHOICES = new Map(
  Object.entries<Record<string, string[]>>(layouts.choices).map(([field, choices]) => [
    field,
    new Map(Object.entries(choices).flatMap(([choice, words]) => words.map((word) => [word, choice] as const))),
  ]),
);
/** «Дата перехода на этап Переговоры», `entered_negotiation_at`: what stands around a stage's name. */
const AROUND =
  /^(датапереходана|датавходана|датаэтапа|перешелна|дата|entered|date|enter)*(этап|стадию|stage)?(.*?)(date|at|on|дата|с)?$/;

export const isSales = (kind: RecordKind): kind is SalesKind => kind === "deal" || kind === "task";

function index(kind: SalesKind): ReadonlyMap<string, string> {
  return new Map(Object.entries(layouts[kind].names).flatMap(([code, names]) => names.map((one) => [one, code])));
}

/** @param stages names of stages that the person may move deals to */
export function salesTarget(title: string, where: { kind: SalesKind; stages: readonly string[] }): ImportTarget | null {
  const { kind, stages } = where;
  // «Рабочий телефон (контакт)» of amoCRM, «Контакт: Рабочий телефон» of Bitrix24.
  const name = squeeze(title.replace(/\((контакт|сделка|компания)\)\s*$/iu, ""));
  if (name === "") return null;
  const code = BY_NAME[kind].get(name);
  if (code !== undefined) return targetOfCode(code);
  if (kind === "task") return null;
  const bare = AROUND.exec(name)?.[3] ?? "";
  const stage = stages.find((one) => bare !== "" && squeeze(one) === bare) ?? ENTERED.get(name);
  return stage === undefined ? null : { to: "entered", stage };
}

function targetOfCode(code: string): ImportTarget {
  const [to, rest = ""] = code.split(":");
  switch (to) {
    case "field":
      return { to, field: rest };
    case "moment":
      return { to, field: rest as "closed" };
    case "product":
      return { to, part: rest as "name" };
    case "contact":
      return { to, part: rest as "name" };
    case "link":
      return { to, kind: rest as "deal" };
    default:
      return { to: to as "skip" | "created" | "updated" | "external-id" | "owner" | "company" | "currency" };
  }
}

/** Our choice of a built-in list of tasks for a word of people or of another system; null: none that we know. */
export function choiceOf(field: Field, word: string): string | null {
  const choice = CHOICES.get(field.key)?.get(squeeze(word));
  return choice !== undefined && field.choices.includes(choice) ? choice : null;
}
