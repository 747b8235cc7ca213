/** Why a rule did what it did: each condition with what it saw, each action with what came of it. */
import { Check, CircleSlash, Clock, X } from "lucide-preact";
import { sayCondition, sayResult, saySeen } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { Decision, StepResult } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

export function DecisionView(
  { setup, decision, results, subject }: {
    setup: EditorSetup;
    decision: Decision | null;
    results: readonly StepResult[];
    subject: string;
  },
) {
  const t = useT();
  const groups = decision?.groups.filter(({ seen }) => seen.length > 0) ?? [];
  return (
    <div class="auto-decision">
      <h4>{t("automation.if")}</h4>
      {groups.length === 0 && <p class="quiet small-text">{t("automation.seen.none")}</p>}
      {groups.map((group, g) => (
        <ul key={g} class="auto-seen">
          {group.seen.map((seen, n) => (
            <li key={n} data-held={seen.held ? "" : undefined}>
              {seen.held
                ? <Check size={15} aria-label={t("automation.seen.held")} />
                : <X size={15} aria-label={t("automation.seen.not")} />}
              <span>
                {sayCondition(t, setup, seen.condition, subject)}
                <small>{t("automation.seen.saw", { value: saySeen(t, setup, seen, subject) })}</small>
              </span>
            </li>
          ))}
        </ul>
      ))}
      <h4>{t("automation.then")}</h4>
      {results.length === 0 && <p class="quiet small-text">{t("automation.did.nothing")}</p>}
      <ol class="auto-seen">
        {results.map((result, n) => (
          <li key={n} data-held={result.state === "failed" ? undefined : ""} data-state={result.state}>
            <Mark state={result.state} />
            <span>
              {sayResult(t, setup, result)}
              {result.error && <b class="error">{t(result.error, result.detail)}</b>}
              {result.ms !== undefined && <small>{t("automation.ms", { n: result.ms })}</small>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Mark({ state }: { state: StepResult["state"] }) {
  const t = useT();
  const Icon = { done: Check, failed: X, planned: Clock, skipped: CircleSlash }[state];
  return <Icon size={15} aria-label={t(`automation.result.${state}`)} />;
}
