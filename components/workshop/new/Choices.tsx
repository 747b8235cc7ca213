/** What a model may be about, as a list of large buttons: one press, and the data is looked at. */
import { ChevronRight, Handshake, Inbox, Target } from "lucide-preact";
import type { QueueChoice, RecordsChoice } from "@/components/workshop/types.ts";
import { formatDate, formatNumber } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

/** Fewer days tell no week from a chance. */
const SHORT_DAYS = 21;

export function QueueChoices(
  props: { queues: readonly QueueChoice[]; locale: string; onPick(queue: QueueChoice): void },
) {
  const t = useT();
  const { locale } = props;
  return (
    <ul class="ws-choices">
      {props.queues.map((queue) => (
        <li key={queue.id} class="ws-choice">
          <button type="button" data-queue={queue.id} onClick={() => props.onPick(queue)}>
            <Inbox size={18} aria-hidden="true" />
            <span class="grow">
              <b>{queue.name}</b>
              <small>
                {queue.since === null ? t("workshop.new.queue.none") : t("workshop.new.queue.past", {
                  calls: formatNumber(locale, queue.perDay ?? 0),
                  since: formatDate(Date.parse(`${queue.since}T00:00:00Z`), { locale, timeZone: "UTC" }, {
                    day: "numeric",
                    month: "short",
                    year: "numeric",
                  }),
                })}
              </small>
            </span>
            {queue.since !== null && queue.days < SHORT_DAYS && (
              <span class="badge" data-tone="warn">{t("workshop.new.queue.short")}</span>
            )}
            <ChevronRight size={16} aria-hidden="true" />
          </button>
          {queue.model && <Known {...queue.model} />}
        </li>
      ))}
    </ul>
  );
}

export function RecordsChoices(
  props: { records: readonly RecordsChoice[]; locale: string; onPick(kind: "lead" | "deal"): void },
) {
  const t = useT();
  return (
    <ul class="ws-choices">
      {props.records.map(({ kind, closed, won, model }) => {
        const Sign = kind === "lead" ? Target : Handshake;
        return (
          <li key={kind} class="ws-choice">
            <button type="button" data-records={kind} onClick={() => props.onPick(kind)}>
              <Sign size={18} aria-hidden="true" />
              <span class="grow">
                <b>{t(`workshop.new.records.${kind}`)}</b>
                <small>{t(`workshop.new.records.${kind}.past`, { closed, won })}</small>
              </span>
              <ChevronRight size={16} aria-hidden="true" />
            </button>
            {model && <Known {...model} />}
          </li>
        );
      })}
    </ul>
  );
}

function Known({ id, name }: { id: string; name: string }) {
  const t = useT();
  return (
    <p class="small-text quiet">
      {t("workshop.new.known")} <a href={`/forecasting/models/${id}`}>{name}</a>
    </p>
  );
}
