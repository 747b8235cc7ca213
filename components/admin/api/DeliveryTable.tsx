/** What was sent to a webhook: state, answer, and sending it again. */
import { RotateCw } from "lucide-preact";
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import type { Delivery } from "@/crm/webhooks/mod.ts";
import { useT } from "@/components/i18n.ts";

const TONES = { pending: "accent", failed: "warn", delivered: "good", dead: "bad" } as const;

export function DeliveryTable(
  props: { rows: readonly Delivery[]; zone: Zone; canResend: boolean; resend(id: string): void },
) {
  const t = useT();
  const [open, setOpen] = useState<string | null>(null);
  const at = (iso: string) => dateTimeOf(Date.parse(iso), props.zone);
  return (
    <div class="table-wrap">
      <table class="table cards">
        <thead>
          <tr>
            <th scope="col">{t("webhooks.delivery.event")}</th>
            <th scope="col">{t("webhooks.delivery.when")}</th>
            <th scope="col">{t("webhooks.state")}</th>
            <th scope="col">{t("webhooks.delivery.answer")}</th>
            <th scope="col" class="num">{t("webhooks.delivery.attempts")}</th>
            <th scope="col">
              <span class="unseen">{t("webhooks.resend")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Fragment key={row.id}>
              <tr>
                <th scope="row">
                  <code>{row.type}</code>
                </th>
                <td data-label={t("webhooks.delivery.when")}>{at(row.createdAt)}</td>
                <td data-label={t("webhooks.state")}>
                  <span class="badge" data-tone={TONES[row.state]}>{t(`webhooks.delivery.state.${row.state}`)}</span>
                </td>
                <td data-label={t("webhooks.delivery.answer")}>
                  <Answer row={row} open={open === row.id} toggle={() => setOpen(open === row.id ? null : row.id)} />
                </td>
                <td class="num" data-label={t("webhooks.delivery.attempts")}>
                  <span>
                    {row.attempts}
                    {row.state === "failed" && row.nextAt && (
                      <small class="second">{t("webhooks.delivery.next", { at: at(row.nextAt) })}</small>
                    )}
                  </span>
                </td>
                <td class="actions">
                  <button
                    type="button"
                    class="btn small"
                    disabled={!props.canResend || row.state === "pending"}
                    aria-label={`${t("webhooks.resend")}: ${row.type}`}
                    onClick={() => props.resend(row.id)}
                  >
                    <RotateCw size={14} aria-hidden="true" />
                    {t("webhooks.resend")}
                  </button>
                </td>
              </tr>
              {open === row.id && (
                <tr class="delivery-body">
                  <td colSpan={6} id={`answer-${row.id}`}>
                    <pre tabIndex={0}>{row.response || t("webhooks.delivery.no-body")}</pre>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer(props: { row: Delivery; open: boolean; toggle(): void }) {
  const t = useT();
  const { row } = props;
  if (row.status === null && row.error === null) return <span class="quiet">–</span>;
  const words = [
    row.status,
    row.error && t(`webhooks.failure.${row.error}`),
    row.durationMs !== null && t("webhooks.delivery.ms", { ms: row.durationMs }),
  ].filter(Boolean).join(" · ");
  if (row.response === null) return <span>{words}</span>;
  return (
    <button
      type="button"
      class="btn small plain"
      aria-expanded={props.open}
      aria-controls={`answer-${row.id}`}
      title={t("webhooks.delivery.show")}
      onClick={props.toggle}
    >
      {words}
    </button>
  );
}
