/** Text of a note while it is written: kept in the browser until the server has it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "@/components/api.ts";
import { isText, keep, kept } from "@/components/kept.ts";
import { useT } from "@/components/i18n.ts";

export function NoteText(
  props: {
    /** Where the browser keeps it. */
    place: string;
    known: string;
    label: string;
    action: string;
    autoFocus?: boolean;
    onCancel?(): void;
    save(body: string): Promise<Answer<unknown>>;
  },
) {
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(props.known);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ code: string; detail?: Record<string, string | number> } | null>(null);
  useEffect(() => {
    const early = area.current?.value ?? "";
    if (early !== props.known) type(early);
    else setText(kept(props.place, props.known, isText));
    if (props.autoFocus) area.current?.focus();
  }, []);
  const type = (next: string) => {
    setText(next);
    keep(props.place, next === props.known ? null : next);
  };
  const cancel = () => {
    type(props.known);
    setRefused(null);
    props.onCancel?.();
  };
  const submit = async () => {
    if (text.trim() === "" || busy) return;
    setBusy(true);
    const answer = await props.save(text.trim());
    setBusy(false);
    setRefused(answer.ok ? null : answer);
    if (!answer.ok) return;
    keep(props.place, null);
    setText(props.known);
  };
  return (
    <form
      class="note-text"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={area}
        class="textarea"
        rows={2}
        maxLength={10_000}
        aria-label={props.label}
        placeholder={t("timeline.note.placeholder")}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          } else if (event.key === "Escape" && props.onCancel) {
            event.preventDefault();
            cancel();
          }
        }}
      />
      {refused && <p class="card-note" data-tone="bad" role="alert">{t(refused.code, refused.detail)}</p>}
      {(text.trim() !== "" || props.onCancel) && (
        <div class="btn-row">
          <button type="submit" class="btn primary small" disabled={busy || text.trim() === ""}>
            {refused ? t("card.again") : props.action}
          </button>
          {props.onCancel && (
            <button type="button" class="btn plain small" onClick={cancel}>{t("card.give-up")}</button>
          )}
          <small class="quiet keys">{t("timeline.note.keys")}</small>
        </div>
      )}
    </form>
  );
}
