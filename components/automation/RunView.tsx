/** One run opened: what fired it, what it saw and did, and the chain that it stands in. */
import { ArrowRight } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { RunDetail } from "@/crm/automation/mod.ts";
import { call } from "@/components/api.ts";
import { DecisionView } from "@/components/automation/DecisionView.tsx";
import { formatExactly } from "@/components/automation/moment.ts";
import { recordPath } from "@/components/automation/paths.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import { useT } from "@/components/i18n.ts";

export function RunView({ id, setup }: { id: string; setup: EditorSetup }) {
  const t = useT();
  const [run, setRun] = useState<RunDetail | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = async () => {
    setError(null);
    const answer = await call<RunDetail>("GET", `/api/v1/automation/runs/${id}`);
    if (answer.ok) setRun(answer.value);
    else setError(t(answer.code, answer.detail));
  };
  useEffect(() => void load(), [id]);
  if (error) {
    return (
      <p class="note-box" data-tone="bad" role="alert">
        <span class="grow">{error}</span>
        <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
      </p>
    );
  }
  if (!run) return <p class="quiet" role="status">{t("automation.loading")}</p>;
  const actor = setup.lists.user.find(({ value }) => value === run.event.actor)?.label;
  const path = recordPath(run.kind, run.record);
  return (
    <div class="auto-run">
      {run.error && (
        <p class="note-box" data-tone={run.state === "skipped" ? undefined : "bad"}>{t(run.error, run.detail ?? {})}</p>
      )}
      <dl class="auto-facts">
        <div>
          <dt>{t("automation.run.event")}</dt>
          <dd>
            {formatExactly(run.event.at, setup)} · {actor ?? t(`automation.origin.${run.event.origin}`)}
            {" · "}
            <code>{run.event.type}</code>
          </dd>
        </div>
        {run.latencyMs !== null && (
          <div>
            <dt>{t("automation.run.latency")}</dt>
            <dd>{t("automation.run.latency.said", { latency: run.latencyMs, duration: run.durationMs ?? 0 })}</dd>
          </div>
        )}
        {run.dueAt && (
          <div>
            <dt>{t("automation.state.waiting")}</dt>
            <dd>{formatExactly(run.dueAt, setup)}</dd>
          </div>
        )}
      </dl>
      <DecisionView setup={setup} decision={run.decision} results={run.results} subject={run.kind} />
      {(run.chain.length > 0 || run.followed.length > 0) && (
        <>
          <h4>{t("automation.run.chain")}</h4>
          <p class="auto-chain">
            {run.chain.map((link) => (
              <>
                <a href={`/admin/automation/runs?run=${link.run}`}>{link.name}</a>
                <ArrowRight size={14} aria-hidden="true" />
              </>
            ))}
            <b>{run.rule.name}</b>
            {run.followed.map((next) => (
              <>
                <ArrowRight size={14} aria-hidden="true" />
                <a href={`/admin/automation/runs?run=${next.run}`}>{next.name}</a>
              </>
            ))}
          </p>
        </>
      )}
      <p class="row wrap">
        {path && <a href={path}>{t("automation.open-record")}</a>}
        <a href={`/admin/automation/${run.rule.id}`}>{t("automation.open-rule")}</a>
      </p>
    </div>
  );
}
