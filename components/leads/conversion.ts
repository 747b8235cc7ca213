/** What the dialog of a conversion holds and sends. Pure but for the browser's memory. */
import { keep, kept } from "@/components/kept.ts";
import type { Suggestion } from "@/crm/deals/suggest.ts";
import type { Pipeline, PipelineStage } from "@/crm/pipeline/types.ts";
import type { Money, Values } from "@/crm/record/types.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import { moneyDraft } from "@/components/records/card/values.ts";
import { isNothing } from "@/components/deals/stages.ts";
import type { Zone } from "@/components/time/format.ts";
import { sentOf } from "@/components/records/card/values.ts";
import type { ListField } from "@/components/records/list/types.ts";

export interface Form {
  /** `new`, `none`, or an id. */
  contact: string;
  contactName: string;
  company: string;
  companyName: string;
  stage: string;
  name: string;
  amount: string;
  /** What the stage asks for beside these. */
  more: Record<string, Draft>;
}

const isForm = (value: unknown): value is Form =>
  typeof value === "object" && value !== null && "contact" in value && "stage" in value && "more" in value;
const place = (lead: string) => `convert.${lead}`;

export const keptForm = (lead: string): Form | null => kept<Form | null>(place(lead), null, isForm);
export const keepForm = (lead: string, form: Form | null): void => keep(place(lead), form);

/** Stages that a new deal may begin in: open ones in use, of pipelines in use. */
export function startsOf(pipelines: readonly Pipeline[]): { pipeline: Pipeline; stage: PipelineStage }[] {
  return pipelines.filter(({ archived }) => !archived).flatMap((pipeline) =>
    pipeline.stages.filter(({ archived, type }) => !archived && type !== "lost").map((stage) => ({ pipeline, stage }))
  );
}

export function firstForm(
  suggestion: Suggestion,
  options: { lead: Values; starts: ReturnType<typeof startsOf> },
): Form {
  const { lead, starts } = options;
  const text = (value: unknown) => typeof value === "string" ? value : "";
  const amount = suggestion.deal.amount as Money | null | undefined;
  return {
    contact: suggestion.contact,
    contactName: text(lead.name),
    company: suggestion.company,
    companyName: text(lead.company),
    stage: starts.find(({ stage }) => stage.type === "open")?.stage.id ?? "",
    name: text(suggestion.deal.name),
    amount: amount ? moneyDraft(amount) : "",
    more: {},
  };
}

const ON_FORM = ["name", "amount", "pipeline", "stage"];

/** Keys that the stage asks for and that neither the form's own controls nor the lead give. */
export function askedFor(stage: PipelineStage | undefined, form: Form, suggestion: Suggestion): string[] {
  const given = (key: string) => {
    if (ON_FORM.includes(key)) return true;
    if (key === "contacts") return form.contact !== "none";
    if (key === "company" || key === "companyLink") return form.company !== "none";
    return key === "lead" || key === "owner" || key === "source" || !isNothing(suggestion.deal[key]);
  };
  return stage?.required.filter((key) => !given(key)) ?? [];
}

/** The body of the request. */
export function bodyOf(form: Form, options: { fields: readonly ListField[]; zone: Zone }): Record<string, unknown> {
  const { fields, zone } = options;
  const more = fields.map((field) => [field.key, sentOf(field, form.more[field.key] ?? "", zone)]);
  return {
    contact: form.contact,
    ...(form.contact === "new" ? { contactName: form.contactName } : {}),
    company: form.company,
    ...(form.company === "new" ? { companyName: form.companyName } : {}),
    deal: { stage: form.stage, name: form.name, amount: form.amount || null, ...Object.fromEntries(more) },
  };
}
