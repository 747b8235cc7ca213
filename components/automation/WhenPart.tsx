/** "When": what a trigger is asked, and the address of one that waits for requests. */
import { Copy } from "lucide-preact";
import type { RuleView } from "@/crm/automation/mod.ts";
import type { SubjectKind } from "@/crm/automation/types.ts";
import { type Draft, shows } from "@/components/automation/draft.ts";
import { InputControl } from "@/components/automation/InputControl.tsx";
import type { EditorSetup } from "@/components/automation/types.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function WhenInputs(
  props: {
    setup: EditorSetup;
    draft: Draft;
    subject: SubjectKind;
    errors: ReadonlyMap<string, string>;
    change(part: Partial<Draft>): void;
  },
) {
  const { setup, draft, subject, errors, change } = props;
  const inputs = setup.triggers.find(({ id }) => id === draft.when.type)?.inputs ?? [];
  const shown = inputs.filter((input) => shows(input, draft.when));
  if (shown.length === 0) return null;
  return (
    <div class="auto-inputs">
      {shown.map((input) => (
        <InputControl
          key={input.key}
          id={`when-${input.key}`}
          input={input}
          part={draft.when}
          setup={setup}
          subject={subject}
          error={errors.get(`when.${input.key}`) ?? null}
          onChange={(value) => {
            // Another kind has fields of its own, another field values of its own.
            const off = input.key === "kind" ? ["field", "becomes"] : input.key === "field" ? ["becomes"] : [];
            const cleared = Object.fromEntries(off.filter((key) => key in draft.when).map((key) => [key, null]));
            change({ when: { ...draft.when, ...cleared, [input.key]: value } });
          }}
        />
      ))}
    </div>
  );
}

export function HookAddress({ setup, rule }: { setup: EditorSetup; rule: RuleView | null }) {
  const t = useT();
  if (!rule?.secret) return <p class="quiet">{t("automation.hook.later")}</p>;
  const url = `${setup.hookUrl.startsWith("/") ? globalThis.location?.origin ?? "" : ""}${setup.hookUrl}${rule.secret}`;
  return (
    <div class="auto-hook">
      <span class="label">{t("automation.hook.address")}</span>
      <div class="row">
        <code class="grow">{t("automation.hook.said", { url })}</code>
        <button
          type="button"
          class="btn icon small"
          aria-label={t("automation.hook.copy")}
          onClick={() => void navigator.clipboard.writeText(url).then(() => toast("good", t("automation.hook.copied")))}
        >
          <Copy size={15} aria-hidden="true" />
        </button>
      </div>
      <p class="hint">{t("automation.hook.hint")}</p>
    </div>
  );
}
