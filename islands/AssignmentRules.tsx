/** Rules of assignment in their order, and a trial on the last leads. */
import { ArrowDown, ArrowUp, Clock, FlaskConical, Pencil, Plus, Split } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import type { Rule, Trial } from "@/crm/assignment/mod.ts";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { RuleDialog } from "@/components/intake/assignment/RuleDialog.tsx";
import type { AssignmentSetup } from "@/components/intake/assignment/types.ts";
import { useT } from "@/components/i18n.ts";

const TRIED = 50;

export default function AssignmentRules({ setup }: { setup: AssignmentSetup }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [rules, setRules] = useState(setup.rules);
  const [open, setOpen] = useState<Rule | null>(null);
  const [trials, setTrials] = useState<Trial[] | null>(null);
  const show = (rule: Rule | null) => {
    setOpen(rule);
    dialog.current?.showModal();
  };
  const move = async (at: number, by: number) => {
    const before = rules;
    const next = [...rules];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    setRules(next);
    const answer = await call("PUT", "/api/v1/assignment/order", { ids: next.map(({ id }) => id) });
    if (!explain(answer, t)) setRules(before);
  };
  const tryOut = async () => {
    const answer = await call<Trial[]>("GET", `/api/v1/assignment/try?count=${TRIED}`);
    if (explain(answer, t) && answer.ok) setTrials(answer.value);
  };
  const add = (
    <button type="button" class="btn primary" onClick={() => show(null)}>
      <Plus size={16} aria-hidden="true" />
      {t("intake.assignment.new")}
    </button>
  );
  return (
    <div class="stack">
      {rules.length === 0
        ? (
          <div class="card">
            <Empty icon={Split} title={t("intake.assignment.empty")} action={add}>
              {t("intake.assignment.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <>
            <ol class="card rule-list">
              {rules.map((rule, at) => (
                <li key={rule.id} data-off={rule.enabled ? undefined : ""}>
                  <span class="rule-number">{at + 1}</span>
                  <span class="grow">
                    <b>{rule.name}</b>
                    {!rule.enabled && <span class="badge">{t("intake.assignment.off")}</span>}
                    <small>{summary(rule, setup, t)}</small>
                  </span>
                  <span class="quiet small-text rule-given" title={t("intake.assignment.given")}>{rule.given}</span>
                  <span class="builder-keys">
                    <button
                      type="button"
                      class="btn icon small plain"
                      disabled={at === 0}
                      aria-label={t("intake.assignment.up", { name: rule.name })}
                      onClick={() => void move(at, -1)}
                    >
                      <ArrowUp size={15} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      class="btn icon small plain"
                      disabled={at === rules.length - 1}
                      aria-label={t("intake.assignment.down", { name: rule.name })}
                      onClick={() => void move(at, 1)}
                    >
                      <ArrowDown size={15} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      class="btn icon small plain"
                      aria-label={`${t("intake.assignment.edit")}: ${rule.name}`}
                      onClick={() => show(rule)}
                    >
                      <Pencil size={15} aria-hidden="true" />
                    </button>
                  </span>
                </li>
              ))}
            </ol>
            <div class="btn-row">
              {add}
              <button type="button" class="btn" onClick={() => void tryOut()}>
                <FlaskConical size={16} aria-hidden="true" />
                {t("intake.assignment.try")}
              </button>
            </div>
          </>
        )}
      {trials && <Trials trials={trials} setup={setup} />}
      <p class="note-box">
        <Clock size={18} aria-hidden="true" />
        <span>
          {t("intake.assignment.site-hours")} <a href="/admin/working-time">{t("shell.nav.working-time")}</a>
        </span>
      </p>
      <RuleDialog dialog={dialog} setup={setup} rule={open} />
    </div>
  );
}

function summary(rule: Rule, setup: AssignmentSetup, t: ReturnType<typeof useT>): string {
  const conditions = rule.conditions.map((one) => {
    const field = setup.fields.find(({ key }) => key === one.field);
    const word = (value: unknown) =>
      field?.options.find((option) => option.value === value)?.label ?? String(value ?? "");
    const value = Array.isArray(one.value) ? one.value.map(word).join(", ") : word(one.value);
    return `${field?.title ?? one.field} ${t(`intake.assignment.op.${one.op}`)} ${value}`.trim();
  });
  const names = (ids: string[], list: { id: string; name: string }[]) =>
    ids.flatMap((id) => list.find((one) => one.id === id)?.name ?? []);
  const who = rule.strategy === "team"
    ? names(rule.team ? [rule.team] : [], setup.teams)
    : [...names(rule.pool.teams, setup.teams), ...names(rule.pool.users, setup.people)];
  return [
    conditions.join(" · ") || t("intake.assignment.conditions.none"),
    rule.hours === "any" ? "" : t(`intake.assignment.hours.${rule.hours === "site" ? "site" : "own"}`),
    `${t(`intake.assignment.strategy.${rule.strategy}`)}: ${who.join(", ")}`,
    rule.onlineOnly ? t("intake.assignment.online") : "",
  ].filter(Boolean).join(" · ");
}

function Trials({ trials, setup }: { trials: Trial[]; setup: AssignmentSetup }) {
  const t = useT();
  const columns = ["lead", "rule", "owner"] as const;
  return (
    <section>
      <p class="quiet small-text trial-hint">{t("intake.assignment.try.hint")}</p>
      <div class="table-wrap trials" tabIndex={0} role="region" aria-label={t("intake.assignment.try")}>
        <table class="table cards">
          <thead>
            <tr>{columns.map((key) => <th scope="col" key={key}>{t(`intake.assignment.try.${key}`)}</th>)}</tr>
          </thead>
          <tbody>
            {trials.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <a href={`/leads/${one.id}`}>{one.name || t("intake.assignment.try.nameless")}</a>
                </th>
                <td data-label={t("intake.assignment.try.rule")}>{one.rule ?? t("intake.assignment.try.none")}</td>
                <td data-label={t("intake.assignment.try.owner")}>
                  {setup.people.find(({ id }) => id === one.owner)?.name ??
                    setup.teams.find(({ id }) => id === one.team)?.name ?? "–"}
                </td>
              </tr>
            ))}
            {trials.length === 0 && (
              <tr>
                <td colSpan={columns.length}>{t("intake.assignment.try.empty")}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
