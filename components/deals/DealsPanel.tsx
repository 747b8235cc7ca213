/** Deals of a contact, a company or a lead, with what is open and what was won. */
import { Handshake, Plus } from "lucide-preact";
import { useEffect, useId, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { Money } from "@/crm/record/types.ts";
import type { DealsOf } from "@/crm/deals/sums.ts";
import { nameOf } from "@/components/records/card/RecordPicker.tsx";
import type { Card } from "@/components/records/card/useCard.ts";
import { moneyText } from "@/components/records/card/values.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const SHOWN = 10;

export function DealsPanel(props: { card: Card; zone: Zone; mayMake: boolean }) {
  const t = useT();
  const title = useId();
  const { card, zone } = props;
  const { record } = card;
  const [found, setFound] = useState<DealsOf | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const load = async () => {
    const answer = await call<DealsOf>("GET", `${card.path}/deals?limit=${SHOWN}`);
    setFailed(answer.ok ? null : answer.code);
    if (answer.ok) setFound(answer.value);
  };
  useEffect(() => void load(), [card.news]);
  const field = { contact: "contacts", company: "companyLink", lead: "lead" }[record.kind as string] ?? "lead";
  const filter = encodeURIComponent(JSON.stringify([{ field, op: "is", value: record.id }]));
  const money = (sums: readonly Money[]) =>
    sums.filter(({ minor }) => minor !== 0).map((one) => moneyText(one, zone.locale)).join(", ");
  const { sums, deals = [], stages = {} } = found ?? {};
  const count = sums ? sums.open.count + sums.won.count + sums.lost.count : 0;
  return (
    <section class="card" aria-labelledby={title} data-panel="deals">
      <header>
        <h2 id={title}>{t("records.kinds.deals")}</h2>
        {count > 0 && <span class="badge">{count}</span>}
        {props.mayMake && record.kind !== "lead" && (
          <a class="btn small plain" href={`/deals?new=1&${record.kind}=${record.id}`}>
            <Plus size={14} aria-hidden="true" />
            {t("shell.command.new-deal")}
          </a>
        )}
      </header>
      {failed && (
        <p class="card-note" data-tone="bad" role="alert">
          <span class="grow">{t(failed)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {found === null && !failed && <p class="body quiet" role="status">{t("timeline.loading")}</p>}
      {sums && count === 0 && <p class="body quiet">{t("deals.none")}</p>}
      {sums && count > 0 && (
        <dl class="deal-sums">
          {(["open", "won"] as const).filter((one) => sums[one].count > 0).map((one) => (
            <div key={one}>
              <dt>{t(`deals.sum.${one}`, { count: sums[one].count })}</dt>
              <dd>{money(sums[one].amounts) || "–"}</dd>
            </div>
          ))}
        </dl>
      )}
      {deals.length > 0 && (
        <ul class="related">
          {deals.map((deal) => {
            const stage = stages[`${deal.values.stage}`];
            const amount = deal.values.amount as Money | null | undefined;
            return (
              <li key={deal.id}>
                <a href={`/deals/${deal.id}`}>
                  <Handshake size={15} aria-hidden="true" />
                  <span class="clip">{nameOf(deal) || t("card.unnamed")}</span>
                  {amount && <span class="num">{moneyText(amount, zone.locale)}</span>}
                  {stage && (
                    <small class="stage-name">
                      <span class="stage-dot" data-colour={stage.colour} aria-hidden="true" />
                      <span class="clip">{stage.name}</span>
                    </small>
                  )}
                </a>
              </li>
            );
          })}
        </ul>
      )}
      {count > deals.length && (
        <p class="body">
          <a href={`/deals?view=all&filter=${filter}`}>{t("card.all-linked")}</a>
        </p>
      )}
    </section>
  );
}
