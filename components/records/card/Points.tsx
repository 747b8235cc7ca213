/** Phones or e-mails in edit: a line each, with a word of what it is. */
import { Plus, X } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

export interface PointDraft {
  value: string;
  label: string;
}

const MOST = 20;

export function Points(
  props: {
    id: string;
    label: string;
    phone: boolean;
    rows: readonly PointDraft[];
    invalid: boolean;
    onType(rows: PointDraft[]): void;
    /** A line was taken away: saved at once. */
    onChoose(rows: PointDraft[]): void;
  },
) {
  const t = useT();
  const rows = props.rows.length > 0 ? props.rows : [{ value: "", label: "" }];
  const put = (n: number, part: Partial<PointDraft>) =>
    props.onType(rows.map((row, i) => i === n ? { ...row, ...part } : row));
  return (
    <div class="points" role="group" aria-label={props.label}>
      {rows.map((row, n) => (
        <div class="points-row" key={n}>
          <input
            id={n === 0 ? props.id : `${props.id}-${n}`}
            class="input"
            type={props.phone ? "tel" : "email"}
            inputMode={props.phone ? "tel" : "email"}
            autocomplete="off"
            maxLength={props.phone ? 40 : 254}
            aria-label={`${props.label}, ${n + 1}`}
            aria-invalid={props.invalid ? "true" : undefined}
            placeholder={t(props.phone ? "card.phone.empty" : "card.email.empty")}
            value={row.value}
            onInput={(event) => put(n, { value: event.currentTarget.value })}
          />
          {row.value !== "" && (
            <input
              class="input points-label"
              autocomplete="off"
              maxLength={40}
              aria-label={t("card.point.label", { value: row.value })}
              placeholder={t("card.point.label.empty")}
              value={row.label}
              onInput={(event) => put(n, { label: event.currentTarget.value })}
            />
          )}
          {row.value !== "" && (
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("card.point.remove", { value: row.value })}
              onClick={() => props.onChoose(rows.filter((_, i) => i !== n))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          )}
        </div>
      ))}
      {rows.at(-1)?.value !== "" && rows.length < MOST && (
        <button
          type="button"
          class="btn small plain add"
          onClick={(event) => {
            const box = event.currentTarget.closest(".points");
            props.onType([...rows, { value: "", label: "" }]);
            requestAnimationFrame(() => box?.querySelector<HTMLElement>(".points-row:last-of-type .input")?.focus());
          }}
        >
          <Plus size={14} aria-hidden="true" />
          {t(props.phone ? "card.phone.add" : "card.email.add")}
        </button>
      )}
    </div>
  );
}
