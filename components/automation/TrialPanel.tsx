/** "What would it have done?": the rule as it stands in the editor, over the events of some days. */
import { FlaskConical } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Trial } from "@/crm/automation/mod.ts";
import type { RuleBody } from "@/crm/automation/types.ts";
import { call } from "@/components/api.ts";
import { DecisionView } from "@/components/automation/DecisionView.tsx";
import { formatMoment } from "@/components/automation/moment.ts";
import { recordPath } from "@/components/automation/paths.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import { useT } from "@/components/i18n.ts";

const DAYS = [1, 7, 30, 90] as const;

export function TrialPanel({ setup, rule, ready }: { setup: EditorSetup; rule: RuleBody; ready(): boolean }) {
  const t = useT();
  const [days, setDays] = useState<number>(7);
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [error, setError] = useState<string | null>(null);
  const run = async () => {
    if (!ready()) return;
    setBusy(true);
    setError(null);
    const day = (ago: number) =>
      new Intl.DateTimeFormat("sv-SE", { timeZone: setup.timeZone }).format(Date.now() - ago * 86_400_000);
    const name = rule.name.trim() || "–";
    const body = { rule: { ...rule, name }, from: day(days - 1), to: day(0) };
    const answer = await call<Trial>("POST", "/api/v1/automation/try", body, { patienceMs: 30_000 });
    setBusy(false);
    if (answer.ok) setTrial(answer.value);
    else setError(t(answer.code, answer.detail));
  };
  return (
    <section class="card auto-trial" aria-labelledby="trial-title">
      <header>
        <h2 id="trial-title">{t("automation.try")}</h2>
      </header>
      <div class="body">
        <p class="quiet">{t("automation.try.hint")}</p>
        <div class="row wrap">
          <select
            class="select"
            aria-label={t("automation.try.period")}
            value={String(days)}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          >
            {DAYS.map((n) => (
              <option key={n} value={String(n)} selected={n === days}>
                {n === 1 ? t("automation.try.today") : t("automation.try.days", { n })}
              </option>
            ))}
          </select>
          <button type="button" class="btn" disabled={busy} onClick={() => void run()}>
            <FlaskConical size={16} aria-hidden="true" />
            {t(busy ? "automation.try.busy" : "automation.try.run")}
          </button>
        </div>
        {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
        <div aria-live="polite">{trial && !busy && <Result trial={trial} setup={setup} />}</div>
      </div>
    </section>
  );
}

function Result({ trial, setup }: { trial: Trial; setup: EditorSetup }) {
  const t = useT();
  if (trial.rows.length === 0) return <p class="note-box">{t("automation.try.empty", { looked: trial.looked })}</p>;
  return (
    <>
      <p class="note-box" data-tone="good">
        {t("automation.try.found", { fits: trial.fits, rows: trial.rows.length, more: trial.more ? "yes" : "no" })}
      </p>
      <ul class="auto-tried">
        {trial.rows.map((row, n) => {
          const path = recordPath(row.kind, row.record);
          return (
            <li key={n}>
              <details>
                <summary>
                  <span class="badge" data-tone={row.decision.fits ? "good" : undefined}>
                    {t(row.decision.fits ? "automation.try.fits" : "automation.try.not")}
                  </span>
                  <span class="grow clip">{row.title || t("automation.nameless")}</span>
                  <span class="quiet small-text nowrap">{formatMoment(row.event.at, setup)}</span>
                </summary>
                <DecisionView setup={setup} decision={row.decision} results={row.results} subject={row.kind} />
                {path && <a href={path}>{t("automation.open-record")}</a>}
              </details>
            </li>
          );
        })}
      </ul>
    </>
  );
}
