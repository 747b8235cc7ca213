/** Lines of the history. */
import { AudioLines, ChevronRight, PhoneCall, PhoneIncoming, PhoneMissed, PhoneOutgoing } from "lucide-preact";
import type { CallSummary } from "@/crm/calls/mod.ts";
import type { Page } from "@/crm/page.ts";
import type { Choice } from "@/components/calls/CallFilters.tsx";
import { Empty } from "@/components/Empty.tsx";
import { clock, dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export const OUTCOME_TONE: Record<string, string> = {
  answered: "good",
  abandoned: "bad",
  timeout: "warn",
  refused: "warn",
  unrouted: "warn",
  lost: "bad",
};

export function CallTable(
  props: { calls: Page<CallSummary>; zone: Zone; dispositions: Choice[]; more: string | null; first: string | null },
) {
  const t = useT();
  const { rows } = props.calls;
  if (rows.length === 0) {
    return (
      <div class="card">
        <Empty
          icon={PhoneCall}
          title={t("history.empty")}
          action={<a class="btn" href="/calls">{t("shell.clear-filters")}</a>}
        >
          {t("history.empty.hint")}
        </Empty>
      </div>
    );
  }
  const titles = new Map(props.dispositions.map((one) => [one.value, one.label]));
  const columns = ["when", "caller", "queue", "agent", "wait", "talk", "outcome", "disposition"];
  return (
    <>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t("history.title")}>
        <table class="table cards">
          <thead>
            <tr>
              {columns.map((key) => (
                <th scope="col" key={key} class={key === "wait" || key === "talk" ? "num" : undefined}>
                  {t(`history.col.${key}`)}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{t("history.col.recording")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((call) => (
              <tr key={call.id}>
                <td class="tight" data-label={t("history.col.when")}>{dateTimeOf(call.startedAt, props.zone)}</td>
                <th scope="row" data-label={t("history.col.caller")}>
                  <a class="person" href={`/calls/${encodeURIComponent(call.id)}`}>
                    <Direction call={call} />
                    <span>{call.contactName || call.callerName || prettyNumber(call.number)}</span>
                  </a>
                </th>
                <td data-label={t("history.col.queue")}>{call.queueName ?? "–"}</td>
                <td data-label={t("history.col.agent")}>{call.agentName ?? "–"}</td>
                <td class="num" data-label={t("history.col.wait")}>{clock(call.waitMs)}</td>
                <td class="num" data-label={t("history.col.talk")}>{call.talkMs > 0 ? clock(call.talkMs) : "–"}</td>
                <td data-label={t("history.col.outcome")}>
                  <Outcome outcome={call.outcome} />
                </td>
                <td data-label={t("history.col.disposition")}>
                  {call.disposition ? titles.get(call.disposition) ?? call.disposition : "–"}
                </td>
                <td class="tight">
                  {call.recordingName && (
                    <span title={t("history.col.recording")}>
                      <AudioLines size={16} aria-hidden="true" />
                      <span class="unseen">{t("history.col.recording")}</span>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <nav class="btn-row pager" aria-label={t("shell.pages")}>
        {props.first && <a class="btn" href={props.first}>{t("shell.first-page")}</a>}
        {props.more && (
          <a class="btn" href={props.more}>
            {t("shell.next-page")}
            <ChevronRight size={16} aria-hidden="true" />
          </a>
        )}
      </nav>
    </>
  );
}

export function Outcome(props: { outcome: string | null }) {
  const t = useT();
  return (
    <span class="badge" data-tone={props.outcome ? OUTCOME_TONE[props.outcome] : "accent"}>
      {t(`history.outcome.${props.outcome ?? "live"}`)}
    </span>
  );
}

function Direction(props: { call: CallSummary }) {
  const Icon = props.call.outcome && props.call.outcome !== "answered"
    ? PhoneMissed
    : props.call.direction === "outbound"
    ? PhoneOutgoing
    : PhoneIncoming;
  return <Icon size={15} class="quiet" aria-hidden="true" />;
}
