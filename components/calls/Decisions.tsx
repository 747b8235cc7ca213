/** Why this agent: each decision of the distributor with everybody it looked at. */
import { CircleCheck } from "lucide-preact";
import type { AcdDecision } from "@/actors/acd/types.ts";
import { clock } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

type Reason = { key: string } & Record<string, string | number>;

export function Decisions(props: { decisions: AcdDecision[]; names: Record<string, string> }) {
  const t = useT();
  if (props.decisions.length === 0) return null;
  const say = (reason: Reason) => {
    const { key, ms, ...rest } = reason;
    return t(
      key,
      { ...rest, ...(typeof ms === "number" ? { ms, time: clock(ms) } : {}) } as Record<string, string | number>,
    );
  };
  return (
    <section class="card" aria-label={t("history.why")}>
      <header>
        <h2>{t("history.why")}</h2>
        <span class="badge">{props.decisions.length}</span>
      </header>
      {props.decisions.map((decision, index) => (
        <details class="decision" key={decision.id} open={index === props.decisions.length - 1}>
          <summary>
            <b>
              {decision.chosen.map((agent) =>
                props.names[agent] ?? agent
              ).join(", ") || t("history.why.nobody")}
            </b>
            <span class="quiet">
              {t("history.why.summary", {
                strategy: t(`admin.strategy.${decision.strategy}`),
                time: clock(decision.waitedMs),
              })}
            </span>
            {decision.order.map((reason, i) => <span class="badge" key={i}>{say(reason)}</span>)}
          </summary>
          <table class="table">
            <thead>
              <tr>
                <th scope="col" class="tight">{t("history.why.rank")}</th>
                <th scope="col">{t("history.why.agent")}</th>
                <th scope="col">{t("history.why.reasons")}</th>
              </tr>
            </thead>
            <tbody>
              {[...decision.candidates].sort((a, b) =>
                (a.rank ?? 1e9) - (b.rank ?? 1e9)
              ).map((candidate) => {
                const chosen = decision.chosen.includes(candidate.agent);
                return (
                  <tr key={candidate.agent} class={chosen ? "chosen" : undefined}>
                    <td class="tight">{candidate.rank ?? "–"}</td>
                    <th scope="row">
                      <span class="row">
                        {props.names[candidate.agent] ?? candidate.agent}
                        {chosen && (
                          <>
                            <CircleCheck size={15} aria-hidden="true" />
                            <span class="unseen">{t("history.why.chosen")}</span>
                          </>
                        )}
                      </span>
                    </th>
                    <td>{candidate.reasons.map(say).join(" · ")}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </details>
      ))}
    </section>
  );
}
