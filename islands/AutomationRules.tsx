/** Rules of automation in their order, and ready ones to begin with. */
import { Plus, Workflow } from "lucide-preact";
import { useState } from "preact/hooks";
import type { RuleView } from "@/crm/automation/mod.ts";
import { call, post } from "@/components/api.ts";
import { moved } from "@/components/automation/draft.ts";
import { RECIPES } from "@/components/automation/recipes.ts";
import { RuleCard } from "@/components/automation/RuleCard.tsx";
import type { EditorSetup } from "@/components/automation/types.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const PATH = "/api/v1/automation/rules";

export default function AutomationRules({ setup, rules: given }: { setup: EditorSetup; rules: RuleView[] }) {
  const t = useT();
  const [rules, setRules] = useState(given);
  const put = (rule: RuleView) => setRules((all) => all.map((one) => one.id === rule.id ? rule : one));
  const order = async (next: RuleView[]) => {
    const before = rules;
    setRules(next);
    const answer = await call("PUT", "/api/v1/automation/order", { ids: next.map(({ id }) => id) });
    if (!explain(answer, t)) setRules(before);
  };
  const turn = async (rule: RuleView, enabled: boolean) => {
    put({ ...rule, enabled, paused: enabled ? null : rule.paused });
    const answer = await post<RuleView>(`${PATH}/${rule.id}/switch`, { enabled });
    if (explain(answer, t) && answer.ok) put(answer.value);
    else put(rule);
  };
  const copy = async (rule: RuleView) => {
    const { when, then } = rule;
    const name = t("automation.copy.name", { name: rule.name }).slice(0, 120);
    const body = { rule: { name, when, if: rule.if, then }, enabled: false };
    const answer = await post<RuleView>(PATH, body);
    if (explain(answer, t) && answer.ok) setRules((all) => [...all, answer.value]);
  };
  const archive = async (rule: RuleView) => {
    const answer = await call<RuleView>("DELETE", `${PATH}/${rule.id}`);
    if (!explain(answer, t)) return;
    setRules((all) => all.filter(({ id }) => id !== rule.id));
    toast("info", t("automation.archived", { name: rule.name }), {
      label: t("automation.undo"),
      run: async () => {
        const back = await post<RuleView>(`${PATH}/${rule.id}/restore`);
        if (explain(back, t) && back.ok) setRules((all) => [...all, back.value]);
      },
    });
  };
  const add = (
    <a class="btn primary" href="/admin/automation/new">
      <Plus size={16} aria-hidden="true" />
      {t("automation.new")}
    </a>
  );
  return (
    <div class="stack">
      {rules.length === 0
        ? (
          <div class="card">
            <Empty icon={Workflow} title={t("automation.empty")} action={add}>{t("automation.empty.hint")}</Empty>
          </div>
        )
        : (
          <>
            <div class="btn-row">{add}</div>
            <ol class="card auto-rules">
              {rules.map((rule, at) => (
                <RuleCard
                  key={rule.id}
                  setup={setup}
                  rule={rule}
                  at={at}
                  last={at === rules.length - 1}
                  onSwitch={(enabled) => void turn(rule, enabled)}
                  onMove={(by) => void order(moved(rules, at, by))}
                  onCopy={() => void copy(rule)}
                  onArchive={() => void archive(rule)}
                />
              ))}
            </ol>
          </>
        )}
      <section aria-labelledby="recipes-title">
        <h2 id="recipes-title">{t("automation.recipes")}</h2>
        <p class="quiet">{t("automation.recipes.hint")}</p>
        <ul class="auto-recipes">
          {RECIPES.map(({ id }) => (
            <li key={id}>
              <a class="card" href={`/admin/automation/new?recipe=${id}`}>
                <b>{t(`automation.recipe.${id}`)}</b>
                <span>{t(`automation.recipe.${id}.hint`)}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
