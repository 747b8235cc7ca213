/** "Then": actions in their order; Alt with an arrow moves one, as the buttons do. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-preact";
import { useRef } from "preact/hooks";
import { Choose, InputControl } from "@/components/automation/InputControl.tsx";
import { actionsFor, begin, moved, shows } from "@/components/automation/draft.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { Step, SubjectKind } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

/** Actions that say more than their name does. */
const EXPLAINED = ["wait", "stop", "call.back", "webhook.call"];

export interface StepsProps {
  setup: EditorSetup;
  subject: SubjectKind;
  steps: readonly Step[];
  /** What is wrong, by place, in words. */
  errors: ReadonlyMap<string, string>;
  /** How texts would read, by place. */
  examples: ReadonlyMap<string, string>;
  onChange(steps: Step[]): void;
}

export function Steps(props: StepsProps) {
  const t = useT();
  const { setup, subject, steps, errors, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const actions = actionsFor(setup, subject);
  const options = actions.map(({ id, group }) => ({
    value: id,
    label: t(`automation.action.${id}`),
    group: t(`automation.action-group.${group}`),
  }));
  const put = (at: number, step: Step) => onChange(steps.map((one, n) => n === at ? step : one));
  const move = (at: number, by: number) => {
    onChange(moved(steps, at, by));
    const to = Math.max(0, Math.min(steps.length - 1, at + by));
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>(".auto-step > header select")[to]?.focus());
  };
  const inputsOf = (type: string) => setup.actions.find(({ id }) => id === type)?.inputs ?? [];
  return (
    <>
      {steps.length === 0 && (
        <p class={errors.has("then") ? "error" : "quiet"}>{errors.get("then") ?? t("automation.then.none")}</p>
      )}
      <ol class="auto-steps" ref={list}>
        {steps.map((step, n) => (
          <li
            key={n}
            class="auto-step"
            onKeyDown={(event) => {
              if (!event.altKey || (event.code !== "ArrowUp" && event.code !== "ArrowDown")) return;
              event.preventDefault();
              move(n, event.code === "ArrowUp" ? -1 : 1);
            }}
          >
            <header>
              <span class="rule-number" aria-hidden="true">{n + 1}</span>
              <Choose
                id={`then-${n}-type`}
                label={t("automation.then.what", { n: n + 1 })}
                options={options}
                value={step.type}
                empty={null}
                onChange={(type) => put(n, begin(type, inputsOf(type)))}
              />
              <span class="builder-keys">
                <button
                  type="button"
                  class="btn icon small plain"
                  disabled={n === 0}
                  aria-label={t("automation.then.up", { n: n + 1 })}
                  onClick={() => move(n, -1)}
                >
                  <ArrowUp size={15} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="btn icon small plain"
                  disabled={n === steps.length - 1}
                  aria-label={t("automation.then.down", { n: n + 1 })}
                  onClick={() => move(n, 1)}
                >
                  <ArrowDown size={15} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("automation.then.remove", { n: n + 1 })}
                  onClick={() => onChange(steps.filter((_, at) => at !== n))}
                >
                  <Trash2 size={15} aria-hidden="true" />
                </button>
              </span>
            </header>
            <StepInputs {...props} step={step} n={n} onStep={(next) => put(n, next)} />
          </li>
        ))}
      </ol>
      <div class="row auto-add">
        <Plus size={15} aria-hidden="true" />
        <Choose
          id="then-add"
          label={t("automation.then.add")}
          options={options}
          value=""
          empty={t("automation.then.add")}
          onChange={(type) => {
            if (type === "") return;
            const n = steps.length;
            onChange([...steps, begin(type, inputsOf(type))]);
            requestAnimationFrame(() => {
              const added = list.current?.querySelectorAll<HTMLElement>(".auto-step")[n];
              (added?.querySelector<HTMLElement>(".auto-inputs input, .auto-inputs select, .auto-inputs textarea") ??
                added?.querySelector<HTMLElement>("select"))?.focus();
            });
          }}
        />
      </div>
    </>
  );
}

function StepInputs(
  { setup, subject, step, n, errors, examples, onStep }: StepsProps & {
    step: Step;
    n: number;
    onStep(step: Step): void;
  },
) {
  const t = useT();
  const inputs = (setup.actions.find(({ id }) => id === step.type)?.inputs ?? []).filter((input) => shows(input, step));
  return (
    <div class="auto-inputs">
      {EXPLAINED.includes(step.type) && <p class="hint">{t(`automation.action.${step.type}.hint`)}</p>}
      {inputs.map((input) => (
        <InputControl
          key={input.key}
          id={`then-${n}-${input.key}`}
          input={input}
          part={step}
          setup={setup}
          subject={subject}
          error={errors.get(`then.${n}.${input.key}`) ?? null}
          example={examples.get(`then.${n}.${input.key}`)}
          // Another field has values of its own.
          onChange={(value) =>
            onStep({ ...step, [input.key]: value, ...(input.key === "field" ? { value: null } : {}) })}
        />
      ))}
      {errors.has(`then.${n}`) && <span class="error" role="alert">{errors.get(`then.${n}`)}</span>}
    </div>
  );
}
