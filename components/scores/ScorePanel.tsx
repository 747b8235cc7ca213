/** The score on a card: how likely, what raised and lowered it, how it changed. Read anew when the record's score changes. */
import { Info, TrendingDown, TrendingUp } from "lucide-preact";
import { useEffect, useId, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { useT } from "@/components/i18n.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { History } from "@/components/scores/History.tsx";
import { columnTitle, type ScoreWords, strengthOf, toneOf, valueText } from "@/components/scores/words.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import type { RecordScore } from "@/ml/scores/explain.ts";
import type { ScoreReason } from "@/store/tables/scores.ts";

const SHOWN = 3;

export interface ScorePanelProps {
  card: Card;
  kind: "lead" | "deal";
  zone: Zone;
}

/** Nothing at all while the record has no score: not everybody has a model. */
export function ScorePanel({ card, kind, zone }: ScorePanelProps) {
  const t = useT();
  const title = useId(), why = useId();
  const anchor = `--score-${why.replace(/\W/g, "")}`;
  const { id, values } = card.record;
  const [told, setTold] = useState<RecordScore | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const load = async () => {
    const answer = await call<RecordScore>("GET", `/api/v1/forecasting/scores/${kind}/${id}`);
    setFailed(answer.ok || answer.code === "scores.error.none" ? null : answer.code);
    if (answer.ok) setTold(answer.value);
  };
  const has = typeof values.score === "number";
  useEffect(() => {
    if (has) void load();
  }, [has, values.score, card.news]);
  if (!has) return null;
  const score = values.score as number;
  const around: ScoreWords = { t, locale: zone.locale as "ru" | "en", recordKind: kind, words: told?.words ?? null };
  const closed = kind === "lead"
    ? ["converted", "disqualified"].includes(`${values.status}`)
    : values.status !== "open";
  return (
    <section class="card score-panel" aria-labelledby={title} data-panel="score">
      <header>
        <h2 id={title}>{t("scores.panel")}</h2>
        <button
          type="button"
          class="btn plain icon small"
          popovertarget={why}
          aria-label={t("scores.panel.why")}
          style={`anchor-name: ${anchor}`}
        >
          <Info size={16} aria-hidden="true" />
        </button>
        <div
          class="menu anchored score-why"
          id={why}
          popover="auto"
          role="note"
          style={`position-anchor: ${anchor}`}
        >
          <b>{t("scores.panel.why")}</b>
          <p>{t("scores.panel.why.text")}</p>
        </div>
      </header>
      <div class="body">
        <div class="score-head" data-tone={toneOf(score)}>
          <p class="score-number">
            <strong>{score}</strong>
            <span class="quiet">%</span>
          </p>
          <div class="grow">
            <p class="small-text">{t(`scores.panel.of-${kind}`)}</p>
            <div
              class="score-bar"
              style={{ "--score": score / 100 }}
              role="img"
              aria-label={t("scores.panel.percent", { score })}
            />
          </div>
        </div>
        {failed && (
          <p class="card-note" data-tone="bad" role="alert">
            <span class="grow">{t(failed)}</span>
            <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
          </p>
        )}
        {!told && !failed && <p class="quiet" role="status">{t("timeline.loading")}</p>}
        {told && (
          <>
            <div class="score-sides">
              <Reasons reasons={told.reasons.filter(({ effect }) => effect > 0)} up around={around} />
              <Reasons reasons={told.reasons.filter(({ effect }) => effect < 0)} up={false} around={around} />
            </div>
            {told.reasons.length === 0 && <p class="quiet">{t("scores.panel.nothing")}</p>}
            {told.hidden && <p class="quiet small-text">{t("scores.panel.hidden")}</p>}
            <History history={told.history} zone={zone} />
            <p class="quiet small-text">
              {closed && `${t("scores.panel.frozen")} `}
              {t("scores.panel.at", { when: dateTimeOf(Date.parse(told.at), zone) })}
              {" · "}
              {told.model
                ? t("scores.panel.model", { name: told.model.name, n: told.model.n })
                : t("scores.panel.gone")}
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function Reasons(props: { reasons: readonly ScoreReason[]; up: boolean; around: ScoreWords }) {
  const { reasons, up, around } = props;
  const { t } = around;
  const [all, setAll] = useState(false);
  if (reasons.length === 0) return null;
  const Icon = up ? TrendingUp : TrendingDown;
  return (
    <div class="score-reasons" data-up={up}>
      <h3>
        <Icon size={15} aria-hidden="true" />
        {t(up ? "scores.panel.raised" : "scores.panel.lowered")}
      </h3>
      <ul>
        {reasons.slice(0, all ? undefined : SHOWN).map(({ column, value, effect }) => {
          const strength = strengthOf(effect);
          return (
            <li key={column}>
              <span class="score-what">
                <span>{columnTitle(column, around)}</span>
                <b class="clip">{valueText(column, value, around)}</b>
              </span>
              <span class="score-strength" data-strength={strength} title={t(`scores.strength.${strength}`)}>
                <i aria-hidden="true" />
                <i aria-hidden="true" />
                <i aria-hidden="true" />
                <span class="unseen">{t(`scores.strength.${strength}`)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      {reasons.length > SHOWN && (
        <button
          type="button"
          class="btn plain small"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t("scores.panel.less") : t("scores.panel.more", { count: reasons.length - SHOWN })}
        </button>
      )}
    </div>
  );
}
