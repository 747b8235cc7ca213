/** A new marked day, or several in a row. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { isKnownKind } from "@/components/datasets/marks.ts";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { toast } from "@/components/toast.ts";
import { MARK_KINDS, type MarkedDay } from "@/ml/datasets/types.ts";
import { useT } from "@/components/i18n.ts";

export interface MarkDialogProps {
  dialog: RefObject<HTMLDialogElement>;
  queues: readonly { id: string; name: string }[];
  today: string;
  /** Kinds in use: own ones are offered again. */
  kinds: readonly string[];
  onAdded(day: MarkedDay): void;
}

const OWN = "own";

export function MarkDialog({ dialog, queues, today, kinds, onAdded }: MarkDialogProps) {
  const t = useT();
  const blank = { queue: "", kind: "campaign", own: "", first: today, last: today, name: "" };
  const [day, setDay] = useState(blank);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const set = (part: Partial<typeof blank>) => setDay((now) => ({ ...now, ...part }));
  const close = () => dialog.current?.close();
  const submit = async (event: Event) => {
    event.preventDefault();
    const kind = day.kind === OWN ? day.own.trim() : day.kind;
    const last = day.last < day.first ? day.first : day.last;
    const sent = { queue: day.queue || null, kind, first: day.first, last, name: day.name.trim() };
    setBusy(true);
    setError(null);
    const answer = await call<string>("POST", "/api/v1/forecasting/days", sent);
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    const queue = queues.find(({ id }) => id === day.queue) ?? null;
    onAdded({ ...sent, id: answer.value, queue: queue && { id: queue.id, name: queue.name } });
    toast("good", t("shell.saved"));
    setDay(blank);
    close();
  };
  return (
    <dialog ref={dialog} aria-labelledby="dm-title" onClose={() => setError(null)}>
      <form onSubmit={submit}>
        <header>
          <h2 id="dm-title">{t("datasets.days.new")}</h2>
          <button type="button" class="btn icon small plain" aria-label={t("datasets.days.close")} onClick={close}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <SelectField
            id="dm-kind"
            label={t("datasets.days.kind")}
            value={day.kind}
            options={[
              ...MARK_KINDS.map((kind) => ({ value: kind, label: t(`datasets.mark.${kind}`) })),
              ...kinds.filter((kind) => !isKnownKind(kind)).map((kind) => ({ value: kind, label: kind })),
              { value: OWN, label: t("datasets.days.kind.own") },
            ]}
            onChange={(kind) => set({ kind })}
          />
          {day.kind === OWN && (
            <TextField
              id="dm-own"
              label={t("datasets.days.own")}
              hint={t("datasets.days.own.hint")}
              required
              maxLength={40}
              value={day.own}
              onInput={(event) => set({ own: event.currentTarget.value })}
            />
          )}
          <div class="form-grid">
            {(["first", "last"] as const).map((end) => (
              <TextField
                key={end}
                id={`dm-${end}`}
                label={t(`datasets.days.${end}`)}
                type="date"
                required
                min={end === "last" ? day.first : undefined}
                value={day[end]}
                onInput={(event) => set({ [end]: event.currentTarget.value })}
              />
            ))}
          </div>
          <SelectField
            id="dm-queue"
            label={t("datasets.days.queue")}
            value={day.queue}
            options={[
              { value: "", label: t("datasets.days.queue.all") },
              ...queues.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(queue) => set({ queue })}
          />
          <TextField
            id="dm-name"
            label={t("datasets.days.name")}
            hint={t("datasets.days.name.hint")}
            maxLength={120}
            value={day.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
          {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
        </div>
        <div class="dialog-foot">
          <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
