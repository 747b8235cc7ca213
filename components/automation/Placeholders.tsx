/** Puts a placeholder at the caret of a text: chosen by names that people know. */
import { sayKind } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { SubjectKind } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

const LINKED: Record<string, readonly string[]> = {
  lead: ["contact", "company"],
  contact: ["company"],
  company: [],
  deal: ["contact", "company", "lead"],
  task: ["deal", "lead", "contact", "company"],
  call: ["contact", "lead"],
  none: [],
};

export function Placeholders(
  props: { id: string; setup: EditorSetup; subject: SubjectKind; value: string; onChange(value: string): void },
) {
  const t = useT();
  const { id, setup, subject, value } = props;
  const put = (name: string) => {
    const control = document.getElementById(id) as HTMLInputElement | HTMLTextAreaElement | null;
    const at = control?.selectionStart ?? value.length;
    const text = `{{${name}}}`;
    props.onChange(value.slice(0, at) + text + value.slice(control?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      control?.focus();
      control?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const group = (of: string, kind: string, label: string) => (
    <optgroup key={of} label={label}>
      {(setup.fields[kind] ?? []).map(({ key, label }) => <option key={key} value={`${of}.${key}`}>{label}</option>)}
    </optgroup>
  );
  return (
    <select
      class="select auto-put"
      aria-label={t("automation.put")}
      value=""
      onChange={(event) => {
        const name = event.currentTarget.value;
        event.currentTarget.value = "";
        if (name) put(name);
      }}
    >
      <option value="">{t("automation.put")}</option>
      {subject !== "none" && group("record", subject, sayKind(t, subject))}
      {(LINKED[subject] ?? []).map((kind) => group(kind, kind, sayKind(t, kind)))}
      <optgroup label={t("automation.put.other")}>
        <option value="today">{t("automation.put.today")}</option>
        <option value="event.at">{t("automation.put.event-at")}</option>
        <option value="event.actor">{t("automation.put.event-actor")}</option>
        {subject === "none" && <option value="payload.name">{t("automation.put.payload")}</option>}
      </optgroup>
    </select>
  );
}
