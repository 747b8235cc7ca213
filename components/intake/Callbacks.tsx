/** Calls that nobody took and that somebody has to return. */
import { Check, Hand, PhoneMissed } from "lucide-preact";
import type { Callback } from "@/crm/intake/mod.ts";
import { now } from "@/components/time/now.ts";
import { dateTimeOf, prettyNumber, timeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

/** Nearer than this the day goes without saying. */
const NEAR_MS = 12 * 3_600_000;

export function Callbacks(props: {
  callbacks: Callback[];
  zone: Zone;
  /** Names by id. */
  people: Record<string, string>;
  settle(id: string): void;
  take(id: string): void;
}) {
  const t = useT();
  if (props.callbacks.length === 0) return null;
  return (
    <details class="card callbacks" open>
      <summary>
        <PhoneMissed size={16} aria-hidden="true" />
        {t("intake.inbox.callbacks")}
        <span class="badge" data-tone="warn">{props.callbacks.length}</span>
      </summary>
      <ul class="known-list">
        {props.callbacks.map((one) => {
          const href = one.lead ? `/leads/${one.lead}` : one.contact ? `/contacts/${one.contact}` : null;
          const late = now.value > one.dueAt;
          const today = Math.abs(now.value - one.dueAt) < NEAR_MS;
          const when = today ? timeOf(one.dueAt, props.zone) : dateTimeOf(one.dueAt, props.zone);
          return (
            <li key={one.id}>
              <span class="row grow">
                {href
                  ? <a href={href}>{one.name || prettyNumber(one.number)}</a>
                  : one.name || prettyNumber(one.number)}
                {one.name && <small class="quiet nowrap">{prettyNumber(one.number)}</small>}
              </span>
              {one.missed > 1 && (
                <span class="quiet small-text">{t("intake.inbox.callbacks.missed", { n: one.missed })}</span>
              )}
              <span class="badge" data-tone={late ? "bad" : undefined}>
                {t(late ? "intake.inbox.callbacks.late" : "intake.inbox.callbacks.due", { when })}
              </span>
              {one.owner === null
                ? (
                  <button type="button" class="btn small" onClick={() => props.take(one.id)}>
                    <Hand size={14} aria-hidden="true" />
                    {t("tasks.take")}
                  </button>
                )
                : <small class="quiet nowrap">{props.people[one.owner]}</small>}
              <button type="button" class="btn small" onClick={() => props.settle(one.id)}>
                <Check size={14} aria-hidden="true" />
                {t("intake.inbox.callbacks.done")}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
