/** Which calls become requests, and when they are to be returned. */
import { Section } from "@/components/admin/Section.tsx";
import { CheckField, UnitField } from "@/components/form/Field.tsx";
import type { PartProps } from "@/components/intake/source/types.ts";
import { useT } from "@/components/i18n.ts";

const OUTCOMES = ["abandoned", "timeout", "refused", "lost", "unrouted"] as const;
const MINUTE = 60_000;
const HOUR = 3_600_000;

export function MissedFields({ fields, set }: PartProps) {
  const t = useT();
  const { missed } = fields.settings;
  const change = (part: Partial<typeof missed>) =>
    set({ settings: { ...fields.settings, missed: { ...missed, ...part } } });
  return (
    <Section title={t("intake.source.missed")} hint={t("intake.source.missed.hint")}>
      <div>
        {OUTCOMES.map((one) => (
          <CheckField
            key={one}
            label={t(`intake.source.outcome.${one}`)}
            checked={missed.outcomes.includes(one)}
            onChange={(on) =>
              change({ outcomes: on ? [...missed.outcomes, one] : missed.outcomes.filter((other) => other !== one) })}
          />
        ))}
      </div>
      <div class="form-grid">
        <UnitField
          id="missed-window"
          label={t("intake.source.missed.window")}
          unit={t("intake.source.missed.hours")}
          min={1}
          max={720}
          value={missed.windowMs / HOUR}
          onChange={(hours) => change({ windowMs: Math.max(1, Math.round(hours)) * HOUR })}
        />
        <UnitField
          id="missed-due"
          label={t("intake.source.missed.due")}
          unit={t("intake.source.minutes")}
          min={1}
          max={10_080}
          value={missed.dueMs / MINUTE}
          onChange={(minutes) => change({ dueMs: Math.max(1, Math.round(minutes)) * MINUTE })}
        />
      </div>
    </Section>
  );
}
