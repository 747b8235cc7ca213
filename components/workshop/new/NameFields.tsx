/** What the model is called, and when it learns again by itself. */
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { SCHEDULES } from "@/components/models/draft.ts";
import type { NewDraft } from "@/components/workshop/new/draft.ts";
import { useT } from "@/components/i18n.ts";

export interface NameFieldsProps {
  draft: NewDraft;
  error(field: string): string | null;
  onChange(part: Partial<NewDraft>): void;
}

export function NameFields({ draft, error, onChange }: NameFieldsProps) {
  const t = useT();
  return (
    <div class="form-grid">
      <TextField
        id="ws-name"
        label={t("workshop.new.name")}
        maxLength={120}
        value={draft.name}
        error={error("name")}
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SelectField
        id="ws-schedule"
        label={t("workshop.new.schedule")}
        hint={t("workshop.new.schedule.hint")}
        value={draft.schedule}
        options={SCHEDULES.map((value) => ({ value, label: t(`workshop.schedule.${value}`) }))}
        onChange={(value) => onChange({ schedule: SCHEDULES.find((one) => one === value) ?? "never" })}
      />
    </div>
  );
}
