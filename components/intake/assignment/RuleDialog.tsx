/** One rule: when it applies and whom it gives leads to. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Rule } from "@/crm/assignment/mod.ts";
import { useSaving } from "@/components/admin/save.ts";
import { CheckField, SelectField, TextField } from "@/components/form/Field.tsx";
import { ConditionRows } from "@/components/intake/assignment/Conditions.tsx";
import { Hours } from "@/components/intake/assignment/Hours.tsx";
import { Pool } from "@/components/intake/assignment/Pool.tsx";
import { type AssignmentSetup, NEW_HOURS, NEW_RULE, type RuleFields } from "@/components/intake/assignment/types.ts";
import { useT } from "@/components/i18n.ts";

const STRATEGIES = ["round-robin", "load", "person", "team"] as const;
const FALLBACKS = ["next", "offline", "nobody"] as const;

export function RuleDialog(
  props: { dialog: RefObject<HTMLDialogElement>; setup: AssignmentSetup; rule: Rule | null },
) {
  const t = useT();
  const { setup, rule: old } = props;
  const saving = useSaving();
  const [rule, setRule] = useState<RuleFields>(NEW_RULE);
  useEffect(() => {
    if (!old) return setRule(NEW_RULE);
    const { id: _, version: __, given: ___, ...fields } = old;
    setRule(fields);
  }, [old]);
  const set = (part: Partial<RuleFields>) => setRule({ ...rule, ...part });
  const submit = async (event: Event) => {
    event.preventDefault();
    const path = "/api/v1/assignment/rules";
    await (old
      ? saving.run("PUT", `${path}/${old.id}`, { ...rule, version: old.version }, location.pathname)
      : saving.run("POST", path, rule, location.pathname));
  };
  const hours = typeof rule.hours === "string" ? rule.hours : "own";
  const shared = rule.strategy === "round-robin" || rule.strategy === "load";
  return (
    <dialog ref={props.dialog} class="wide" aria-labelledby="rule-title">
      <form onSubmit={submit}>
        <header>
          <h2 id="rule-title">{t(old ? "intake.assignment.edit" : "intake.assignment.new")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => props.dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <TextField
            id="rule-name"
            label={t("intake.assignment.name")}
            required
            maxLength={120}
            value={rule.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
          <CheckField
            label={t("intake.assignment.enabled")}
            checked={rule.enabled}
            onChange={(enabled) => set({ enabled })}
          />
          <ConditionRows
            fields={setup.fields}
            conditions={rule.conditions as Parameters<typeof ConditionRows>[0]["conditions"]}
            change={(conditions) => set({ conditions: conditions as RuleFields["conditions"] })}
          />
          <SelectField
            id="rule-hours"
            label={t("intake.assignment.hours")}
            value={hours}
            options={(["any", "site", "own"] as const).map((value) => ({
              value,
              label: t(`intake.assignment.hours.${value}`),
            }))}
            onChange={(value) => set({ hours: value === "own" ? NEW_HOURS : value as "any" | "site" })}
          />
          {typeof rule.hours !== "string" && (
            <Hours
              id="rule-own"
              hours={rule.hours}
              change={(next) => set({ hours: next })}
            />
          )}
          <SelectField
            id="rule-strategy"
            label={t("intake.assignment.strategy")}
            hint={rule.strategy === "load" ? t("intake.assignment.strategy.load.hint") : undefined}
            value={rule.strategy}
            options={STRATEGIES.map((value) => ({ value, label: t(`intake.assignment.strategy.${value}`) }))}
            onChange={(value) => set({ strategy: value as RuleFields["strategy"] })}
          />
          {shared && <Pool setup={setup} rule={rule} change={(pool) => set({ pool })} />}
          {rule.strategy === "person" && (
            <SelectField
              id="rule-person"
              label={t("intake.assignment.pool.person")}
              value={rule.pool.users.length === 1 ? rule.pool.users[0] : ""}
              options={[{ value: "", label: "–" }, ...setup.people.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(user) => set({ pool: { users: user ? [user] : [], teams: [], weights: {} } })}
            />
          )}
          <SelectField
            id="rule-team"
            label={t("intake.assignment.team")}
            value={rule.team ?? ""}
            options={[
              { value: "", label: rule.strategy === "team" ? "–" : t("intake.assignment.team.owner") },
              ...setup.teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(team) => set({ team: team || null })}
          />
          {rule.strategy !== "team" && (
            <>
              <CheckField
                label={t("intake.assignment.online")}
                checked={rule.onlineOnly}
                onChange={(onlineOnly) => set({ onlineOnly })}
              />
              <SelectField
                id="rule-fallback"
                label={t("intake.assignment.fallback")}
                value={rule.fallback}
                options={FALLBACKS.map((value) => ({ value, label: t(`intake.assignment.fallback.${value}`) }))}
                onChange={(value) => set({ fallback: value as RuleFields["fallback"] })}
              />
            </>
          )}
          {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
        </div>
        <div class="dialog-foot">
          {old && (
            <>
              <button
                type="button"
                class="btn danger-quiet"
                disabled={saving.busy}
                onClick={() => void saving.run("DELETE", `/api/v1/assignment/rules/${old.id}`, {}, location.pathname)}
              >
                {t("intake.assignment.delete")}
              </button>
              <span class="grow" />
            </>
          )}
          <button type="submit" class="btn primary" disabled={saving.busy}>{t("shell.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
