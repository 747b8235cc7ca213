/** The form of a new record: which fields it begins with, and its draft, which survives a reload. Pure but for storage. */
import type { RecordKind } from "@/crm/record/types.ts";
import { keep, kept } from "@/components/kept.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import type { TwinQuery } from "@/components/records/card/Twins.tsx";
import { sentOf } from "@/components/records/card/values.ts";
import type { ListField } from "@/components/records/list/types.ts";
import type { Zone } from "@/components/time/format.ts";

const FIRST_OF: Record<RecordKind, readonly string[]> = {
  lead: ["name", "phones", "emails", "company", "source", "owner"],
  contact: ["name", "phones", "emails", "companyLink", "position", "source", "owner"],
  company: ["name", "phones", "emails", "website", "taxId", "owner"],
  deal: ["name", "stage", "amount", "contacts", "companyLink", "closeDate", "owner"],
  task: ["name", "type", "due", "priority", "owner", "deal", "contact", "note"],
};

export type Drafts = Record<string, Draft>;

/** What people need first, then what the company insists on; the rest can be unfolded. */
export function formFields(kind: RecordKind, fields: readonly ListField[]): { first: ListField[]; rest: ListField[] } {
  const writable = fields.filter(({ edit, key }) => edit && key !== "reason");
  const wanted = FIRST_OF[kind];
  const first = wanted.flatMap((key) => writable.find((field) => field.key === key) ?? []);
  const required = writable.filter((field) => field.required && !first.includes(field));
  const shown = [...first, ...required];
  return { first: shown, rest: writable.filter((field) => !shown.includes(field)) };
}

const place = (kind: RecordKind) => `list.new.${kind}`;
const isDrafts = (value: unknown): value is Drafts =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function keptDrafts(kind: RecordKind): Drafts | null {
  return kept<Drafts | null>(place(kind), null, (value): value is Drafts => isDrafts(value));
}

export function keepDrafts(kind: RecordKind, drafts: Drafts | null): void {
  keep(place(kind), drafts && Object.values(drafts).some((draft) => !isBlank(draft)) ? drafts : null);
}

export function isBlank(draft: Draft | undefined): boolean {
  if (draft === undefined || draft === "" || draft === false) return true;
  return Array.isArray(draft) &&
    draft.every((one) => typeof one === "object" && one !== null && "value" in one && `${one.value}`.trim() === "");
}

/** Only what was filled in: what was left alone is the server's to choose (owner, status). */
export function valuesOf(drafts: Drafts, fields: readonly ListField[], zone: Zone): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter(({ key }) => !isBlank(drafts[key])).map((field) => [
      field.key,
      sentOf(field, drafts[field.key], zone),
    ]),
  );
}

/** What is asked about doubles while the form is filled in. */
export function twinQuery(kind: RecordKind, drafts: Drafts): TwinQuery {
  const points = (key: string) =>
    ((drafts[key] ?? []) as { value: string }[]).map(({ value }) => value.trim()).filter((value) => value.length > 4);
  const text = (key: string) => typeof drafts[key] === "string" ? (drafts[key] as string).trim() : "";
  const name = text("name");
  return {
    kind,
    name: name.length > 2 ? name : "",
    company: text("company"),
    phones: points("phones").slice(0, 20),
    emails: points("emails").slice(0, 20),
  };
}
