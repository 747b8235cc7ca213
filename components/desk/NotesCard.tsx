/** Notes of this call (saved as one types) and how it ended. */
import { useEffect, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { useDraft } from "@/components/desk/draft.ts";
import { SaveMark } from "@/components/desk/SaveMark.tsx";
import type { DeskSetup } from "@/components/desk/types.ts";
import { useT } from "@/components/i18n.ts";

export function NotesCard(
  props: {
    call: string;
    queue: string;
    dispositions: DeskSetup["dispositions"];
    notes?: string;
    disposition?: string | null;
    required: boolean;
  },
) {
  const t = useT();
  const { call } = props;
  const [chosen, setChosen] = useState(props.disposition ?? "");
  useEffect(() => setChosen(props.disposition ?? ""), [call, props.disposition]);
  const draft = useDraft(
    `notes.${call}`,
    props.notes ?? "",
    async (notes) => explain(await post(`/api/calls/${call}/notes`, { notes }), t),
  );
  const choose = async (disposition: string) => {
    const before = chosen;
    setChosen(disposition);
    if (!explain(await post(`/api/calls/${call}/disposition`, { disposition }), t)) setChosen(before);
  };
  const offered = props.dispositions.filter((one) => one.queue === null || one.queue === props.queue);
  return (
    <section class="card" aria-label={t("desk.notes.title")}>
      <header>
        <h2>{t("desk.notes.title")}</h2>
        <SaveMark state={draft.state} />
      </header>
      <div class="body stack">
        <div class="field">
          <label for="call-notes" class="unseen">{t("desk.notes.title")}</label>
          <textarea
            id="call-notes"
            class="textarea"
            rows={5}
            maxLength={10_000}
            placeholder={t("desk.notes.empty")}
            value={draft.text}
            onInput={(event) => draft.type(event.currentTarget.value)}
            onBlur={draft.flush}
          />
        </div>
        {offered.length > 0 && (
          <fieldset class="stack" data-tight>
            <legend class="label">
              {t("desk.disposition.title")}
              {props.required && !chosen && (
                <span class="badge" data-tone="warn">{t("desk.disposition.required")}</span>
              )}
            </legend>
            <div class="dispositions">
              {offered.map((one) => (
                <label key={one.code}>
                  <input
                    type="radio"
                    name="disposition"
                    checked={chosen === one.code}
                    onChange={() => void choose(one.code)}
                  />
                  {one.title}
                </label>
              ))}
            </div>
          </fieldset>
        )}
      </div>
    </section>
  );
}
