/** How the deal came through its stages: where from, where to, for how long, by whom. */
import { ArrowRight } from "lucide-preact";
import { useEffect, useId, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { StageStep } from "@/crm/deals/stage_log.ts";
import type { SalesSetup } from "@/components/deals/types.ts";
import { placeOf } from "@/components/deals/stages.ts";
import { spanText } from "@/components/deals/span.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { now } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";

const SHOWN = 5;

export function StageLog(props: { card: Card; sales: SalesSetup; zone: Zone }) {
  const t = useT();
  const title = useId();
  const { card, sales, zone } = props;
  const [steps, setSteps] = useState<StageStep[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const load = async () => {
    const answer = await call<{ steps: StageStep[] }>("GET", `${card.path}/stages`);
    setFailed(answer.ok ? null : answer.code);
    if (answer.ok) setSteps(answer.value.steps);
  };
  useEffect(() => void load(), [card.news, card.record.values.stage]);
  const shown = all ? steps ?? [] : (steps ?? []).slice(0, SHOWN);
  const at = now.value;
  return (
    <section class="card" aria-labelledby={title} data-panel="stage-log">
      <header>
        <h2 id={title}>{t("deals.log")}</h2>
        {steps && steps.length > 1 && <span class="badge">{steps.length}</span>}
      </header>
      {failed && (
        <p class="card-note" data-tone="bad" role="alert">
          <span class="grow">{t(failed)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {steps === null && !failed && <p class="body quiet" role="status">{t("timeline.loading")}</p>}
      {steps?.length === 0 && <p class="body quiet">{t("deals.log.none")}</p>}
      {shown.length > 0 && (
        <ol class="stage-log">
          {shown.map((step, n) => (
            <li key={step.id}>
              <p class="line">
                {step.from && (
                  <>
                    <Stage id={step.from} sales={sales} />
                    <ArrowRight size={13} role="img" aria-label={t("deals.log.to")} />
                  </>
                )}
                <b>
                  <Stage id={step.to} sales={sales} />
                </b>
              </p>
              <p class="quiet small-text">
                <time dateTime={new Date(step.at).toISOString()}>{dateTimeOf(step.at, zone)}</time>
                {" · "}
                {step.actorName ?? t(step.actor ? "card.unseen" : "timeline.system")}
                {step.seconds !== null && ` · ${t("deals.log.after", { span: spanText(step.seconds, t) })}`}
                {!step.from && ` · ${t("deals.log.began")}`}
              </p>
              {n === 0 && (
                <p class="quiet small-text">
                  {t("deals.log.here", { span: spanText(Math.max(0, (at - step.at) / 1_000), t) })}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      {steps && steps.length > SHOWN && !all && (
        <p class="body">
          <button type="button" class="btn small plain" onClick={() => setAll(true)}>
            {t("deals.log.all", { count: steps.length })}
          </button>
        </p>
      )}
    </section>
  );
}

function Stage(props: { id: string; sales: SalesSetup }) {
  const t = useT();
  const place = placeOf(props.sales.pipelines, props.id);
  return (
    <span class="stage-name">
      <span class="stage-dot" data-colour={place?.stage.colour} aria-hidden="true" />
      {place?.stage.name ?? t("card.unseen")}
    </span>
  );
}
