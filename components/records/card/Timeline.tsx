/** The list of what happened, with its filter. */
import { History } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import { TimelineItem } from "@/components/records/card/TimelineItem.tsx";
import type { CardRights, Option, Words } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import type { Show, TimelineState } from "@/components/records/card/useTimeline.ts";
import { useT } from "@/components/i18n.ts";

export interface TimelineProps {
  timeline: TimelineState;
  card: Card;
  words: Words;
  may: CardRights;
  dispositions: readonly Option[];
  seesCalls: boolean;
  /** Fields of the lead that a deal came from, whose past is the deal's. */
  past: Words["fields"];
}

export function Timeline(props: TimelineProps) {
  const t = useT();
  const { timeline } = props;
  const { kind } = props.card.record;
  const shown: Show[] = [
    ...["all", "notes"] as const,
    ...(props.seesCalls && kind !== "task" ? ["calls" as const] : []),
    ...(kind !== "task" && props.may.kinds.includes("task") ? ["tasks" as const] : []),
    ...(kind === "deal" ? ["stages" as const] : []),
    ...["files", "changes"] as const,
    ...(kind === "task" ? [] : ["consents" as const]),
  ];
  return (
    <section class="card" aria-labelledby="timeline-title">
      <header>
        <h2 id="timeline-title">{t("timeline.title")}</h2>
        <div class="segmented scrolls" role="group" aria-label={t("timeline.filter")}>
          {shown.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={timeline.show === one}
              onClick={() => timeline.choose(one)}
            >
              {t(`timeline.show.${one}`)}
            </button>
          ))}
        </div>
      </header>
      {timeline.failed && (
        <p class="note-box" data-tone="warn" role="alert">
          <span class="grow">{t(timeline.failed)}</span>
          <button type="button" class="btn small" onClick={timeline.again}>{t("shell.retry")}</button>
        </p>
      )}
      {timeline.rows.length === 0 && !timeline.failed && (
        timeline.busy
          ? <p class="body quiet" role="status">{t("timeline.loading")}</p>
          : <Empty icon={History} title={t("timeline.empty")}>{t("timeline.empty.hint")}</Empty>
      )}
      {timeline.rows.length > 0 && (
        <ol class="happened" aria-busy={timeline.busy}>
          {timeline.rows.map((entry) => <TimelineItem key={entry.id} entry={entry} {...props} />)}
        </ol>
      )}
      {timeline.more && (
        <p class="body">
          <button type="button" class="btn" disabled={timeline.busy} onClick={timeline.older}>
            {t("timeline.older")}
          </button>
        </p>
      )}
    </section>
  );
}
