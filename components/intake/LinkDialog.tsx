/** Looks for the record that a request belongs to. */
import { Search, X } from "lucide-preact";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ContactableKind, CrmRecord } from "@/crm/record/types.ts";
import { call } from "@/components/api.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const ADDRESS: Record<ContactableKind, string> = { lead: "leads", contact: "contacts", company: "companies" };
const PAUSE_MS = 200;

export function LinkDialog(props: {
  dialog: RefObject<HTMLDialogElement>;
  kinds: readonly ContactableKind[];
  link(kind: ContactableKind, record: string): void;
}) {
  const t = useT();
  const [kind, setKind] = useState<ContactableKind>(props.kinds[0] ?? "lead");
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ text: string; rows: CrmRecord[] } | null>(null);
  useEffect(() => {
    if (text.trim() === "") return setFound(null);
    let gone = false;
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ text, limit: "8" });
      const answer = await call<{ rows: CrmRecord[] }>("GET", `/api/v1/${ADDRESS[kind]}?${query}`);
      if (!gone) setFound({ text, rows: answer.ok ? answer.value.rows : [] });
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, kind]);
  return (
    <dialog ref={props.dialog} aria-labelledby="link-title">
      <header>
        <h2 id="link-title">{t("intake.inbox.link.title")}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("shell.close")}
          onClick={() => props.dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <div class="segmented" role="group" aria-label={t("intake.inbox.link.kind")}>
          {props.kinds.map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={one === kind}
              onClick={() => setKind(one)}
            >
              {t(`records.kinds.${ADDRESS[one]}`)}
            </button>
          ))}
        </div>
        <div class="search">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            autoFocus
            aria-label={t("intake.inbox.link.search")}
            placeholder={t("intake.inbox.link.search")}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <ul class="known-list" aria-live="polite">
          {found?.rows.map((record) => {
            const [phone] = (record.values.phones as { value: string }[] | undefined) ?? [];
            const [email] = (record.values.emails as { value: string }[] | undefined) ?? [];
            return (
              <li key={record.id}>
                <span class="grow clip">{String(record.values.name ?? "") || t("intake.assignment.try.nameless")}</span>
                <span class="quiet small-text clip">{phone ? prettyNumber(phone.value) : email?.value}</span>
                <button
                  type="button"
                  class="btn small"
                  onClick={() => {
                    props.dialog.current?.close();
                    props.link(kind, record.id);
                  }}
                >
                  {t("intake.inbox.link")}
                </button>
              </li>
            );
          })}
          {found?.rows.length === 0 && <li class="quiet">{t("intake.inbox.link.none")}</li>}
        </ul>
      </div>
    </dialog>
  );
}
