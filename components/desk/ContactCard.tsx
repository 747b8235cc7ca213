/** The customer, editable in place. Live updates never take a half-typed word away (see draft.ts). */
import { ExternalLink } from "lucide-preact";
import { useDraft } from "@/components/desk/draft.ts";
import type { Lookup } from "@/components/desk/contact.ts";
import { SaveMark } from "@/components/desk/SaveMark.tsx";
import { explain } from "@/components/desk/act.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

type Field = "name" | "company" | "note";

export function ContactCard(props: { lookup: Lookup; number: string; mayEdit: boolean }) {
  const t = useT();
  const { lookup, number } = props;
  const { contact } = lookup;
  return (
    <section class="card" aria-label={t("desk.contact.title")}>
      <header>
        <h2>{t("desk.contact.title")}</h2>
        {lookup.state === "found" && !contact && <span class="badge" data-tone="accent">{t("desk.contact.new")}</span>}
        {contact && (
          <a class="btn small plain" href={`/contacts/${contact.id}`} target="_blank">
            <ExternalLink size={14} aria-hidden="true" />
            {t("card.open")}
          </a>
        )}
      </header>
      <div class="body stack" data-tight>
        {lookup.state === "failed" && (
          <p class="note-box" data-tone="warn">
            <span class="grow">{t("desk.contact.failed")}</span>
            <button type="button" class="btn small" onClick={lookup.retry}>{t("shell.retry")}</button>
          </p>
        )}
        <ContactField field="name" {...props} />
        <ContactField field="company" {...props} />
        <div class="inline-field">
          <span>{t("desk.contact.phones")}</span>
          <span>{(contact?.phones.length ? contact.phones : [number]).map(prettyNumber).join(", ")}</span>
        </div>
        <ContactField field="note" {...props} />
      </div>
    </section>
  );
}

function ContactField(props: { field: Field; lookup: Lookup; number: string; mayEdit: boolean }) {
  const t = useT();
  const { field, lookup } = props;
  const id = `contact-${field}`;
  const draft = useDraft(`contact.${props.number}.${field}`, lookup.contact?.[field] ?? "", async (text) => {
    if (lookup.state === "loading") return false;
    const answer = await lookup.save({ [field]: text.trim() });
    return explain(answer, t);
  });
  const common = {
    id,
    value: draft.text,
    disabled: !props.mayEdit,
    placeholder: t(`desk.contact.${field}.empty`),
    autocomplete: "off",
    onBlur: draft.flush,
    onInput: (event: { currentTarget: { value: string } }) => draft.type(event.currentTarget.value),
  };
  return (
    <div class="inline-field">
      <label for={id}>{t(`desk.contact.${field}`)}</label>
      <div>
        {field === "note"
          ? <textarea class="textarea" maxLength={4000} {...common} />
          : <input class="input" maxLength={200} {...common} />}
        {draft.state !== "clean" && draft.state !== "saved" && <SaveMark state={draft.state} />}
      </div>
    </div>
  );
}
