/** A new source: where from, and what it is called. */
import { Plus, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { useSaving } from "@/components/admin/save.ts";
import { TextField } from "@/components/form/Field.tsx";
import { KIND_ICONS } from "@/components/intake/words.ts";
import { useT } from "@/components/i18n.ts";

const KINDS = ["form", "webhook", "email", "sms"] as const;

export default function NewSource() {
  const t = useT();
  const saving = useSaving();
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<typeof KINDS[number]>("form");
  const [name, setName] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    await saving.run<string>("POST", "/api/v1/sources", { kind, name }, (id) => `/admin/sources/${id}`);
  };
  return (
    <>
      <button type="button" class="btn primary" onClick={() => dialog.current?.showModal()}>
        <Plus size={16} aria-hidden="true" />
        {t("intake.sources.new")}
      </button>
      <dialog ref={dialog} aria-labelledby="new-source-title">
        <form onSubmit={submit}>
          <header>
            <h2 id="new-source-title">{t("intake.sources.new")}</h2>
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("shell.close")}
              onClick={() => dialog.current?.close()}
            >
              <X size={16} aria-hidden="true" />
            </button>
          </header>
          <div class="dialog-body">
            <fieldset class="kind-choice">
              <legend class="label">{t("intake.sources.new.kind")}</legend>
              {KINDS.map((one) => {
                const Icon = KIND_ICONS[one];
                return (
                  <label key={one} class="kind-card">
                    <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
                    <Icon size={18} aria-hidden="true" />
                    <span>
                      <b>{t(`intake.kind.${one}`)}</b>
                      <small>{t(`intake.kind.${one}.hint`)}</small>
                    </span>
                  </label>
                );
              })}
            </fieldset>
            <TextField
              id="new-source-name"
              label={t("intake.sources.name")}
              required
              maxLength={120}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
          </div>
          <div class="dialog-foot">
            <button type="submit" class="btn primary" disabled={saving.busy}>{t("intake.sources.create")}</button>
          </div>
        </form>
      </dialog>
    </>
  );
}
