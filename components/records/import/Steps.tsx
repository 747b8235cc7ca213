/** Where in the import the person is, and the way back. */
import { Check } from "lucide-preact";
import type { Step } from "@/components/records/import/types.ts";
import { useT } from "@/components/i18n.ts";

const STEPS: readonly Step[] = ["columns", "options", "check", "run", "done"];

export function Steps(props: { now: Step; open: readonly Step[]; onGo(step: Step): void }) {
  const t = useT();
  const at = STEPS.indexOf(props.now);
  return (
    <nav aria-label={t("import_pages.steps")}>
      <ol class="im-steps">
        {STEPS.map((step, n) => (
          <li key={step} data-done={n < at || undefined}>
            <button
              type="button"
              aria-current={step === props.now ? "step" : undefined}
              disabled={!props.open.includes(step)}
              onClick={() => props.onGo(step)}
            >
              <i aria-hidden="true">{n < at ? <Check size={13} /> : n + 1}</i>
              <span>{t(`import_pages.step.${step}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
