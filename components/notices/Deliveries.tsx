/** Reminders of a task and how each went: scheduled, delivered, failed with its reason; sent again where it helps. */
import { AlarmClock, RotateCcw } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TaskDelivery } from "@/crm/reminders/mod.ts";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { usePulse } from "@/components/intake/pulse.ts";
import { changes } from "@/components/notices/news.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { type Translate, useT } from "@/components/i18n.ts";

const TONES: Record<TaskDelivery["state"], string | undefined> = {
  scheduled: "accent",
  delivered: "good",
  failed: "bad",
  cancelled: undefined,
};
/** After its time a delivery is settled within so long; then it is looked at. */
const SETTLED_MS = 1_500;
const LONGEST_WAIT_MS = 3_600_000;

export function Deliveries(props: { task: string; canResend: boolean; zone: Zone }) {
  const t = useT();
  const { task, zone } = props;
  const [rows, setRows] = useState<TaskDelivery[] | null>(null);
  const [failed, setFailed] = useState(false);
  const path = `/api/v1/tasks/${task}/reminders`;
  const load = async () => {
    const answer = await call<{ rows: TaskDelivery[] }>("GET", path);
    setFailed(!answer.ok);
    if (answer.ok) setRows(answer.value.rows);
  };
  const latest = useRef(load);
  latest.current = load;
  const turn = changes.value;
  useEffect(() => void latest.current(), [task, turn]);
  usePulse("records/task", (ids) => (ids.includes(task) || ids.includes("*")) && void load());
  useEffect(() => {
    const next = Math.min(...(rows ?? []).flatMap(({ nextAt }) => nextAt ? [Date.parse(nextAt)] : []));
    if (!Number.isFinite(next)) return;
    const wait = Math.min(Math.max(0, next - Date.now()) + SETTLED_MS, LONGEST_WAIT_MS);
    const timer = setTimeout(() => document.hidden || void latest.current(), wait);
    return () => clearTimeout(timer);
  }, [rows]);
  const resend = async (id: string) => {
    if (!explain(await post(`${path}/${id}/resend`), t)) return;
    toast("info", t("notices.deliveries.resent"));
    await load();
  };
  if (rows === null) {
    return failed
      ? <button type="button" class="btn small" onClick={() => void load()}>{t("notices.retry")}</button>
      : null;
  }
  if (rows.length === 0) return <p class="quiet small-text">{t("notices.deliveries.empty")}</p>;
  return (
    <ul class="deliveries" aria-label={t("notices.deliveries.title")}>
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          zone={zone}
          resend={props.canResend ? () => void resend(row.id) : null}
        />
      ))}
    </ul>
  );
}

/** With its heading, for the card of a task. */
export function DeliveriesPanel(props: { task: string; canResend: boolean; zone: Zone }) {
  const t = useT();
  return (
    <section class="card" aria-labelledby="deliveries-title">
      <header>
        <h2 id="deliveries-title">{t("notices.deliveries.title")}</h2>
      </header>
      <div class="body">
        <Deliveries {...props} />
      </div>
    </section>
  );
}

function Row(props: { row: TaskDelivery; zone: Zone; resend: (() => void) | null }) {
  const t = useT();
  const { row, zone, resend } = props;
  const time = (iso: string) => dateTimeOf(Date.parse(iso), zone);
  const more = [
    row.reason && t(`notices.reason.${row.reason}`),
    row.attempts > 1 && t("notices.deliveries.attempts", { n: row.attempts }),
    row.state === "scheduled" && row.nextAt !== row.at && row.nextAt &&
    t("notices.deliveries.next", { time: time(row.nextAt) }),
    t("notices.deliveries.to", { name: row.person.name }),
  ].filter(Boolean).join(" · ");
  return (
    <li data-state={row.state} data-channel={row.channel}>
      <AlarmClock size={15} aria-hidden="true" />
      <div class="grow">
        <span>
          {t(`notices.channel.${row.channel}`)}, {whenOf(row, t)}
        </span>
        <time dateTime={row.deliveredAt ?? row.at}>{time(row.deliveredAt ?? row.at)}</time>
        <small>{more}</small>
      </div>
      <span class="badge" data-tone={TONES[row.state]}>{t(`notices.state.${row.state}`)}</span>
      {resend && row.state !== "scheduled" && (
        <button
          type="button"
          class="btn icon small plain"
          aria-label={`${t("notices.deliveries.resend")}: ${t(`notices.channel.${row.channel}`)}`}
          title={t("notices.deliveries.resend")}
          onClick={resend}
        >
          <RotateCcw size={14} aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

/** "15 minutes before", "2 days before"; another notice of the task by its kind. */
function whenOf({ kind, minutes }: TaskDelivery, t: Translate): string {
  if (minutes === null) return kind === "reminder" ? t("notices.deliveries.again") : t(`notices.kind.${kind}`);
  if (minutes > 0 && minutes % 1_440 === 0) return t("notices.deliveries.before-days", { days: minutes / 1_440 });
  if (minutes > 0 && minutes % 60 === 0) return t("notices.deliveries.before-hours", { hours: minutes / 60 });
  return t("notices.deliveries.before", { minutes });
}
