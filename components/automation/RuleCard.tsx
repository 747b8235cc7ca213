/** One rule of the list: what it does in a sentence, how it did, and its switch. */
import { ArrowDown, ArrowUp, Copy, ScrollText, Trash2 } from "lucide-preact";
import type { RuleView } from "@/crm/automation/mod.ts";
import { formatMoment } from "@/components/automation/moment.ts";
import { sayStep, sayWhen } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import { useT } from "@/components/i18n.ts";

export interface RuleCardProps {
  setup: EditorSetup;
  rule: RuleView;
  at: number;
  last: boolean;
  onSwitch(enabled: boolean): void;
  onMove(by: number): void;
  onCopy(): void;
  onArchive(): void;
}

export function RuleCard(props: RuleCardProps) {
  const t = useT();
  const { setup, rule, at } = props;
  const { name } = rule;
  const conditions = rule.if.groups.reduce((sum, { items }) => sum + items.length, 0);
  const keys = [
    { icon: ArrowUp, word: "up", disabled: at === 0, run: () => props.onMove(-1) },
    { icon: ArrowDown, word: "down", disabled: props.last, run: () => props.onMove(1) },
    { icon: Copy, word: "copy", disabled: false, run: props.onCopy },
    { icon: Trash2, word: "archive", disabled: false, run: props.onArchive },
  ];
  return (
    <li class="auto-rule" data-off={rule.enabled ? undefined : ""} data-rule={rule.id}>
      <label class="auto-switch">
        <input
          type="checkbox"
          role="switch"
          checked={rule.enabled && !rule.paused}
          aria-label={t("automation.switch", { name })}
          onChange={(event) => props.onSwitch(event.currentTarget.checked)}
        />
      </label>
      <div class="grow auto-rule-words">
        <a class="auto-rule-name" href={`/admin/automation/${rule.id}`}>{name}</a>
        <p>
          <b>{t("automation.when")}</b> {sayWhen(t, setup, rule.when)}
        </p>
        {conditions > 0 && (
          <p>
            <b>{t("automation.if")}</b> {t("automation.conditions", { n: conditions })}
          </p>
        )}
        <p>
          <b>{t("automation.then")}</b> {rule.then.map((step) => sayStep(t, setup, step)).join(" → ")}
        </p>
        {rule.paused && (
          <p class="auto-paused">
            {t("automation.paused.because", { reason: t(rule.paused.reason) })}
          </p>
        )}
        <p class="auto-counts">
          <a href={`/admin/automation/runs?rule=${rule.id}`}>
            <ScrollText size={14} aria-hidden="true" />
            {t("automation.counts", { fired: rule.fired, failed: rule.failed })}
          </a>
          {rule.lastFiredAt && <span>{t("automation.last", { at: formatMoment(rule.lastFiredAt, setup) })}</span>}
        </p>
      </div>
      <span class="builder-keys">
        {keys.map(({ icon: Icon, word, disabled, run }) => (
          <button
            type="button"
            key={word}
            class="btn icon small plain"
            disabled={disabled}
            aria-label={t(`automation.${word}`, { name })}
            title={t(`automation.${word}.short`)}
            onClick={run}
          >
            <Icon size={15} aria-hidden="true" />
          </button>
        ))}
      </span>
    </li>
  );
}
