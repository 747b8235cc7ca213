/** The inputs of a source's form, with the words that strangers read. */
import { type Source, USUAL_FORM } from "@/crm/intake/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import type { FormInput } from "@/components/intake/PublicForm.tsx";
import { hasMessage, t } from "@/locales/mod.ts";
import type { State } from "@/routes/(_door)/state.ts";

/** Fields of ours that a form may not ask for: chosen by people of the company. */
const OURS = new Set(["owner", "team", "status", "source", "contact", "companyLink", "utm", "tags", "reason"]);

export function closedToStrangers(key: string): boolean {
  return OURS.has(key);
}

export async function fieldsOfForm(
  state: Pick<State, "store" | "locale">,
  source: Pick<Source, "settings">,
): Promise<FormInput[]> {
  const schema = await schemaOf(state.store, "lead");
  const { language } = source.settings.form;
  const locale = language === "auto" ? state.locale : language;
  const chosen = source.settings.form.fields.length > 0 ? source.settings.form.fields : USUAL_FORM;
  const inputs = chosen.flatMap(({ key, label, required }): FormInput[] => {
    const field = schema.get(key);
    if (!field || field.readOnly || OURS.has(key)) return [];
    const usual = `intake.form.label.${key}`;
    const words = field.title?.[locale] ?? t(locale)(hasMessage(locale, usual) ? usual : `records.field.${key}`);
    return [{
      name: key,
      type: field.type,
      label: label || words,
      required,
      max: field.max,
      options: field.options.map((one) => ({
        value: one.value,
        label: locale === "ru" ? one.titleRu : one.titleEn,
      })),
    }];
  });
  const consents = source.settings.form.consents.map((consent, n): FormInput => ({
    name: `consent_${n}`,
    type: "consent",
    label: consent.text,
    link: consent.link,
    required: consent.required,
    max: 10,
    options: [],
  }));
  return [...inputs, ...consents];
}
