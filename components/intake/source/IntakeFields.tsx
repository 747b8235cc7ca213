/** What becomes of a source's requests: leads at once or the inbox, known people, tags, rules, the promised time. */
import { Section } from "@/components/admin/Section.tsx";
import { CheckField, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import type { PartProps } from "@/components/intake/source/types.ts";
import { useT } from "@/components/i18n.ts";

const DUPLICATES = ["append", "new", "inbox"] as const;
const MINUTE = 60_000;

export function IntakeFields({ setup, fields, set }: PartProps) {
  const t = useT();
  const takes = setup.source.kind !== "manual" && setup.source.kind !== "import";
  return (
    <Section title={t("intake.source.intake")} hint={t("intake.source.intake.hint")}>
      {takes && (
        <CheckField
          label={t("intake.source.auto-accept")}
          hint={t("intake.source.auto-accept.hint")}
          checked={fields.autoAccept}
          onChange={(autoAccept) => set({ autoAccept })}
        />
      )}
      <div class="form-grid">
        {takes && setup.source.kind !== "missed-call" && (
          <SelectField
            id="duplicates"
            label={t("intake.source.duplicates")}
            value={fields.duplicates}
            options={DUPLICATES.map((value) => ({ value, label: t(`intake.source.duplicates.${value}`) }))}
            onChange={(duplicates) => set({ duplicates: duplicates as typeof fields.duplicates })}
          />
        )}
        {takes && (
          <SelectField
            id="rule"
            label={t("intake.source.rule")}
            value={fields.rule ?? ""}
            options={[
              { value: "", label: t("intake.source.rule.any") },
              ...setup.rules.map((rule) => ({ value: rule.id, label: rule.name })),
            ]}
            onChange={(rule) => set({ rule: rule || null })}
          />
        )}
        <UnitField
          id="target"
          label={t("intake.source.target")}
          unit={t("intake.source.minutes")}
          min={1}
          max={10_080}
          value={fields.targetMs / MINUTE}
          onChange={(minutes) => set({ targetMs: Math.max(1, Math.round(minutes)) * MINUTE })}
        />
        {takes && (
          <TextField
            id="tags"
            label={t("intake.source.tags")}
            hint={t("intake.source.tags.hint")}
            value={fields.tags.join(", ")}
            onChange={(event) =>
              set({ tags: event.currentTarget.value.split(",").map((tag) => tag.trim()).filter(Boolean) })}
          />
        )}
      </div>
      {takes && (
        <CheckField
          label={t("intake.source.accept-answers")}
          checked={fields.acceptAnswers}
          onChange={(acceptAnswers) => set({ acceptAnswers })}
        />
      )}
    </Section>
  );
}
