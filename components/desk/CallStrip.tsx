/** The call in hand: who, from which queue, how long, and the keys of the phone. */
import { Clock, ListTree } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { CallRow } from "@/web/live/protocol.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { StateLine } from "@/components/StateMark.tsx";
import { Timer } from "@/components/Timer.tsx";
import { clock, prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function CallStrip(
  props: { call: CallRow; contactName: string; until: number | null; children: ComponentChildren },
) {
  const t = useT();
  const { call } = props;
  const state = call.phase === "talking" && call.held ? "hold" : call.phase;
  const name = props.contactName || call.name;
  return (
    <section class="call-strip" data-state={state} aria-label={t("desk.call.title")}>
      <div class="call-head">
        <Avatar name={name || call.number} size="large" />
        <div class="call-who">
          <div class="call-name">{name || prettyNumber(call.number) || t("desk.call.no-number")}</div>
          <div class="call-meta">
            {name && <span class="nowrap">{prettyNumber(call.number)}</span>}
            {call.queueName && (
              <span class="row">
                <ListTree size={15} aria-hidden="true" />
                {call.queueName}
              </span>
            )}
            <span class="row">
              <Clock size={15} aria-hidden="true" />
              {call.phase === "ringing"
                ? (
                  <span>
                    {t("desk.call.waiting")} <Timer since={call.waitingSince} />
                  </span>
                )
                : t("desk.call.waited", { time: clock(call.since - call.waitingSince) })}
            </span>
          </div>
        </div>
        <div class="call-clock">
          {call.phase === "wrap-up" && props.until !== null
            ? (
              <b>
                <Timer until={props.until} />
              </b>
            )
            : (
              <b>
                <Timer since={call.since} />
              </b>
            )}
          <StateLine state={state} />
        </div>
      </div>
      {props.children}
    </section>
  );
}
