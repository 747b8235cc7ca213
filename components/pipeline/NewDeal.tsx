/** A new deal in a column: a name and an amount are enough to begin with. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import { keep, kept } from "@/components/kept.ts";
import { toast } from "@/components/toast.ts";

interface Draft {
  name: string;
  amount: string;
}

const DRAFT = "board.new";
const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && "name" in value && "amount" in value;

export function NewDeal(props: { deck: Deck; stage: PipelineStage; onClose(): void; onMade(id: string): void }) {
  const { deck, stage } = props;
  const { t, setup } = deck;
  const name = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft>(() => kept(DRAFT, { name: "", amount: "" }, isDraft));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Before the next key: who types goes on typing.
  useLayoutEffect(() => name.current?.focus(), []);
  const put = (next: Draft) => {
    setDraft(next);
    setError(null);
    keep(DRAFT, next.name || next.amount ? next : null);
  };
  const send = async () => {
    const { name: called, amount } = draft;
    if (busy || called.trim() === "") return name.current?.focus();
    setBusy(true);
    const values = { name: called.trim(), stage: stage.id, ...(amount.trim() ? { amount: amount.trim() } : {}) };
    const answer = await post<{ record: CrmRecord }>("/api/v1/deals", { values });
    setBusy(false);
    if (!answer.ok) {
      const labels = new Map(setup.fields.map(({ key, label }) => [key, label]));
      const fields = `${answer.detail?.fields ?? ""}`.split(",").map((key) => labels.get(key) ?? key).join(", ");
      return setError(t(answer.code, { ...answer.detail, fields }));
    }
    const { id } = answer.value.record;
    put({ name: "", amount: "" });
    props.onMade(id);
    toast("good", t("board.new.made", { name: called.trim() }), {
      label: t("board.new.open"),
      run: () => location.assign(`/deals/${id}`),
    });
    name.current?.focus();
  };
  const amounts = setup.fields.some(({ key, edit }) => key === "amount" && edit);
  return (
    <form
      class="bd-new"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        props.onClose();
      }}
    >
      <input
        ref={name}
        class="input"
        type="text"
        maxLength={200}
        autocomplete="off"
        placeholder={t("board.new.name")}
        aria-label={t("board.new.name")}
        aria-invalid={error ? "true" : undefined}
        value={draft.name}
        onInput={(event) => put({ ...draft, name: event.currentTarget.value })}
      />
      {amounts && (
        <input
          class="input"
          type="text"
          inputMode="decimal"
          maxLength={40}
          autocomplete="off"
          placeholder={t("board.new.amount")}
          aria-label={t("board.new.amount")}
          value={draft.amount}
          onInput={(event) => put({ ...draft, amount: event.currentTarget.value })}
        />
      )}
      {error && <p class="error" role="alert">{error}</p>}
      <div class="btn-row">
        <button type="submit" class="btn primary small" disabled={busy} aria-busy={busy}>
          {t("board.new.create")}
        </button>
        <button type="button" class="btn small plain" onClick={props.onClose}>{t("shell.cancel")}</button>
      </div>
    </form>
  );
}
