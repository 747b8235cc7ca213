/** Earlier calls: of the customer on the line, or the agent's own last ones. */
import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from "lucide-preact";
import type { PastCall } from "@/components/desk/types.ts";
import { clock, dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function PastCalls(
  props: {
    title: string;
    empty: string;
    calls: readonly PastCall[];
    zone: Zone;
    showCaller?: boolean;
    newTab?: boolean;
  },
) {
  const t = useT();
  return (
    <section class="card" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.calls.length > 0 && <span class="badge">{props.calls.length}</span>}
      </header>
      {props.calls.length === 0 ? <p class="body quiet">{props.empty}</p> : (
        <ul class="past-calls">
          {props.calls.map((call) => {
            const Icon = call.outcome !== "answered" && call.outcome !== null
              ? PhoneMissed
              : call.direction === "outbound"
              ? PhoneOutgoing
              : PhoneIncoming;
            const outcome = call.outcome ? t(`history.outcome.${call.outcome}`) : t("history.outcome.live");
            return (
              <li key={call.id}>
                <a href={`/calls/${encodeURIComponent(call.id)}`} target={props.newTab ? "_blank" : undefined}>
                  <Icon size={15} aria-hidden="true" />
                  <span class="clip">
                    {props.showCaller ? call.name || prettyNumber(call.number) : call.disposition || outcome}
                  </span>
                  <span class="nowrap">{call.talkMs > 0 ? clock(call.talkMs) : outcome}</span>
                  <small>
                    {dateTimeOf(call.at, props.zone)}
                    {!props.showCaller && call.agentName ? ` · ${call.agentName}` : ""}
                    {props.showCaller && call.disposition ? ` · ${call.disposition}` : ""}
                  </small>
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
