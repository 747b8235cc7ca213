/** The figures of one call. */
import type { CallCard } from "@/crm/calls/mod.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { clock, dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function CallFacts(props: { card: CallCard; zone: Zone }) {
  const t = useT();
  const { call, contact } = props.card;
  const reason = call.endReason ? t(`history.end.${call.endReason}`) : null;
  const facts: [string, string | null][] = [
    ["number", prettyNumber(call.number)],
    ["did", call.did ? prettyNumber(call.did) : null],
    ["started", dateTimeOf(call.startedAt, props.zone)],
    ["queue", call.queueName],
    ["agent", call.agentName],
    ["wait", clock(call.waitMs)],
    ["talk", call.talkMs ? clock(call.talkMs) : null],
    ["hold", call.holdMs ? clock(call.holdMs) : null],
    ["wrap", call.wrapMs ? clock(call.wrapMs) : null],
    ["end", reason],
  ];
  return (
    <section class="card" aria-label={t("history.facts")}>
      <header>
        <h2>{t("history.facts")}</h2>
      </header>
      <div class="body stack" data-tight>
        {contact && (
          <a class="person" href={`/contacts/${contact.id}`}>
            <Avatar name={contact.name || call.number} />
            <span>
              <b>{contact.name || t("contacts.unnamed")}</b>
              {contact.company && <small class="quiet">{contact.company}</small>}
            </span>
          </a>
        )}
        <dl class="facts">
          {facts.filter(([, value]) => value).map(([key, value]) => (
            <>
              <dt>{t(`history.fact.${key}`)}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
    </section>
  );
}
