/** One rule in the making: when, if, then; kept as a draft until it is saved. */
import { RefreshCw } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { RuleView } from "@/crm/automation/mod.ts";
import { call } from "@/components/api.ts";
import { Conditions } from "@/components/automation/Conditions.tsx";
import { begin, type Draft, EMPTY, isDraft, missing, placeOf } from "@/components/automation/draft.ts";
import { Choose } from "@/components/automation/InputControl.tsx";
import { draftOf } from "@/components/automation/recipes.ts";
import { Steps } from "@/components/automation/Steps.tsx";
import { TrialPanel } from "@/components/automation/TrialPanel.tsx";
import { useExamples } from "@/components/automation/useExamples.ts";
import { subjectOf } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import { HookAddress, WhenInputs } from "@/components/automation/WhenPart.tsx";
import { CheckField, TextField } from "@/components/form/Field.tsx";
import { keep, kept } from "@/components/kept.ts";
import { useT } from "@/components/i18n.ts";

export interface AutomationRuleProps {
  setup: EditorSetup;
  /** null: a new one. */
  rule: RuleView | null;
  recipe: string | null;
}

export default function AutomationRule({ setup, rule, recipe }: AutomationRuleProps) {
  const t = useT();
  const slot = `automation.draft.${rule?.id ?? `new${recipe ? `.${recipe}` : ""}`}`;
  const saved = useMemo(() => rule ? toDraft(rule) : draftOf(recipe, t, setup) ?? EMPTY, []);
  const [draft, setDraft] = useState<Draft>(saved);
  const [restored, setRestored] = useState(false);
  const [checked, setChecked] = useState(false);
  const [refused, setRefused] = useState<{ place: string | null; text: string; stale: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const old = kept(slot, null, (value): value is { draft: Draft; version: number } => isDraft(value));
    if (!old || JSON.stringify(old.draft) === JSON.stringify(saved)) return;
    setDraft(old.draft);
    setRestored(true);
  }, []);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setRefused(null);
    keep(slot, { draft: next, version: rule?.version ?? 0 });
  };
  const subject = subjectOf(setup, draft.when);
  const absent = useMemo(() => missing(draft, setup), [draft]);
  const { examples, unknown } = useExamples(draft, setup, subject);
  const errors = new Map<string, string>();
  if (checked) {
    for (const path of absent) {
      errors.set(path, t(path === "then" ? "automation.missing.then" : "automation.missing.value"));
    }
  }
  for (const [path, names] of unknown) errors.set(path, t("automation.unknown-placeholder", { name: names[0] }));
  if (refused?.place) errors.set(refused.place, refused.text);
  const ready = () => {
    setChecked(true);
    const without = [...absent].filter((path) => path !== "name");
    if (without.length === 0) return true;
    focusOn(without[0]);
    return false;
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (absent.size > 0) return focusOn([...absent][0]);
    setBusy(true);
    const { enabled, ...body } = draft;
    const answer = rule
      ? await call<RuleView>("PUT", `/api/v1/automation/rules/${rule.id}`, { rule: body, version: rule.version })
      : await call<RuleView>("POST", "/api/v1/automation/rules", { rule: body, enabled });
    const switched = rule && answer.ok && enabled !== rule.enabled
      ? await call<RuleView>("POST", `/api/v1/automation/rules/${rule.id}/switch`, { enabled })
      : answer;
    setBusy(false);
    if (switched.ok) {
      keep(slot, null);
      location.assign("/admin/automation");
      return;
    }
    const place = switched.code === "shell.error.input" ? placeOf(switched.detail?.field) : null;
    setRefused({
      place,
      text: place ? t("automation.missing.value") : t(switched.code, switched.detail),
      stale: switched.code === "automation.error.stale",
    });
    if (place) focusOn(place);
  };
  const discard = () => {
    keep(slot, null);
    setDraft(saved);
    setRestored(false);
    setRefused(null);
  };
  return (
    <form class="auto-editor" onSubmit={save} noValidate>
      {restored && (
        <div class="note-box" role="status">
          <span class="grow">{t("automation.draft.restored")}</span>
          <button type="button" class="btn small" onClick={discard}>{t("automation.draft.discard")}</button>
        </div>
      )}
      {rule?.paused && (
        <p class="note-box" data-tone="bad">{t("automation.paused.because", { reason: t(rule.paused.reason) })}</p>
      )}
      <div class="auto-name">
        <TextField
          id="name"
          label={t("automation.name")}
          maxLength={120}
          placeholder={t("automation.name.placeholder")}
          value={draft.name}
          error={errors.get("name")}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <CheckField
          label={t("automation.enabled")}
          checked={draft.enabled}
          onChange={(enabled) => change({ enabled })}
        />
      </div>
      <section class="card auto-part" data-part="when" aria-labelledby="when-title">
        <header>
          <h2 id="when-title">{t("automation.when")}</h2>
        </header>
        <div class="body">
          <Choose
            id="when-type"
            label={t("automation.when.what")}
            options={setup.triggers.map(({ id, group }) => ({
              value: id,
              label: t(`automation.trigger.${id}`),
              group: t(`automation.group.${group}`),
            }))}
            value={draft.when.type}
            empty={null}
            onChange={(type) => {
              const trigger = setup.triggers.find(({ id }) => id === type);
              change({ when: begin(type, trigger?.inputs ?? []) });
            }}
          />
          <WhenInputs setup={setup} draft={draft} subject={subject} errors={errors} change={change} />
          {draft.when.type === "webhook.received" && <HookAddress setup={setup} rule={rule} />}
        </div>
      </section>
      <section class="card auto-part" data-part="if" aria-labelledby="if-title">
        <header>
          <h2 id="if-title">{t("automation.if")}</h2>
        </header>
        <div class="body">
          <Conditions
            setup={setup}
            subject={subject}
            conditions={draft.if}
            bad={new Set(errors.keys())}
            onChange={(conditions) => change({ if: conditions })}
          />
        </div>
      </section>
      <section class="card auto-part" data-part="then" aria-labelledby="then-title">
        <header>
          <h2 id="then-title">{t("automation.then")}</h2>
        </header>
        <div class="body">
          <Steps
            setup={setup}
            subject={subject}
            steps={draft.then}
            errors={errors}
            examples={examples}
            onChange={(then) => change({ then })}
          />
        </div>
      </section>
      {refused && !refused.place && (
        <div class="note-box" data-tone="bad" role="alert">
          <span class="grow">{refused.text}</span>
          {refused.stale && (
            <button type="button" class="btn small" onClick={() => location.reload()}>
              <RefreshCw size={14} aria-hidden="true" />
              {t("automation.reload")}
            </button>
          )}
        </div>
      )}
      <div class="btn-row auto-save">
        <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
        <a class="btn" href="/admin/automation">{t("shell.cancel")}</a>
      </div>
      <TrialPanel
        setup={setup}
        rule={{ name: draft.name, when: draft.when, if: draft.if, then: draft.then }}
        ready={ready}
      />
    </form>
  );
}

const toDraft = (rule: RuleView): Draft => ({
  name: rule.name,
  when: rule.when,
  if: rule.if,
  then: rule.then,
  enabled: rule.enabled,
});

/** The control at a place, which has its id of the same words. */
function focusOn(path: string): void {
  const id = path.replaceAll(".", "-");
  const control = document.getElementById(id) ?? document.getElementById(`${id}-value`) ??
    document.getElementById(`${id}-what`) ?? document.getElementById(path === "then" ? "then-add" : `${id}-type`);
  control?.focus();
  control?.scrollIntoView({ block: "center" });
}
