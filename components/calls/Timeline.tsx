/** What happened in the call, span by span, and the same as a strip to scale. */
import { Bell, Headset, ListTree, type LucideIcon, Pause, PencilLine, Voicemail } from "lucide-preact";
import type { CallCard } from "@/crm/calls/mod.ts";
import { clock, preciseTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

type Segment = CallCard["segments"][number];

const LOOK: Record<Segment["kind"], { icon: LucideIcon; state: string; inner?: boolean }> = {
  ivr: { icon: Voicemail, state: "offline" },
  queue: { icon: ListTree, state: "paused" },
  ring: { icon: Bell, state: "ringing", inner: true },
  agent: { icon: Headset, state: "talking" },
  hold: { icon: Pause, state: "hold", inner: true },
  "wrap-up": { icon: PencilLine, state: "wrap-up" },
};

export function Timeline(props: { segments: Segment[]; zone: Zone }) {
  const t = useT();
  const { segments } = props;
  if (segments.length === 0) return null;
  const ordered = [...segments].sort((a, b) => a.from - b.from || a.n - b.n);
  return (
    <section class="card" aria-label={t("history.timeline")}>
      <header>
        <h2>{t("history.timeline")}</h2>
      </header>
      <div class="body">
        <Strip segments={ordered} />
      </div>
      <ol class="timeline">
        {ordered.map((segment) => {
          const look = LOOK[segment.kind];
          const who = segment.kind === "queue" || segment.kind === "ivr" ? segment.queueName : segment.agentName;
          return (
            <li key={segment.n} data-state={look.state} data-inner={look.inner ? "true" : undefined}>
              <time dateTime={new Date(segment.from).toISOString()}>{preciseTimeOf(segment.from, props.zone)}</time>
              <span class="pin" aria-hidden="true">
                <look.icon size={look.inner ? 10 : 12} />
              </span>
              <span>
                {t(`history.segment.${segment.kind}`)}
                {who ? `: ${who}` : ""}
                {segment.outcome && <small>{t(`history.segment-outcome.${segment.outcome}`)}</small>}
              </span>
              <span class="len">
                {segment.to === null ? t("history.segment.running") : clock(segment.to - segment.from)}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Strip(props: { segments: Segment[] }) {
  const start = Math.min(...props.segments.map((one) => one.from));
  const end = Math.max(...props.segments.map((one) => one.to ?? one.from), start + 1);
  const x = (at: number) => ((at - start) / (end - start)) * 1000;
  return (
    <svg class="flow" viewBox="0 0 1000 26" preserveAspectRatio="none" aria-hidden="true">
      {props.segments.map((one) => {
        const inner = LOOK[one.kind].inner;
        return (
          <rect
            key={one.n}
            data-state={LOOK[one.kind].state}
            x={x(one.from)}
            y={inner ? 13 : 0}
            width={Math.max(2, x(one.to ?? end) - x(one.from))}
            height={inner ? 13 : 26}
          />
        );
      })}
    </svg>
  );
}
