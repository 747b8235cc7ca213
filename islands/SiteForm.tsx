/** Settings of the whole installation. */
import { useState } from "preact/hooks";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

/** Minutes after which supervisors hear of an overdue task. */
const ESCALATIONS = [30, 60, 120, 240, 480, 1_440, 2_880, 10_080];

export default function SiteForm(props: {
  companyName: string;
  timeZone: string;
  locale: "ru" | "en";
  escalateAfter: number | null;
  zones: string[];
}) {
  const t = useT();
  const saving = useSaving();
  const { companyName, timeZone, locale, escalateAfter } = props;
  const [form, setForm] = useState({ companyName, timeZone, locale, escalateAfter });
  const after = (minutes: number) => {
    const [unit, n] = minutes % 1_440 === 0
      ? ["day", minutes / 1_440] as const
      : minutes % 60 === 0
      ? ["hour", minutes / 60] as const
      : ["minute", minutes] as const;
    return t("tasks.settings.escalate.after", {
      time: new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(n),
    });
  };
  const choices = [...new Set([...ESCALATIONS, ...(escalateAfter === null ? [] : [escalateAfter])])]
    .sort((a, b) => a - b);
  const submit = async (event: Event) => {
    event.preventDefault();
    await saving.run("PATCH", "/api/settings", form, "/admin/settings");
  };
  return (
    <form class="card" onSubmit={submit}>
      <Section title={t("admin.site.company")} hint={t("admin.site.company.hint")}>
        <TextField
          id="company"
          label={t("admin.site.name")}
          maxLength={120}
          value={form.companyName}
          onInput={(event) => setForm({ ...form, companyName: event.currentTarget.value })}
        />
      </Section>
      <Section title={t("admin.site.region")} hint={t("admin.site.region.hint")}>
        <div class="form-grid">
          <SelectField
            id="zone"
            label={t("admin.site.zone")}
            value={form.timeZone}
            options={props.zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
            onChange={(timeZone) => setForm({ ...form, timeZone })}
          />
          <SelectField
            id="locale"
            label={t("admin.site.locale")}
            value={form.locale}
            options={(["ru", "en"] as const).map((value) => ({ value, label: t(`shell.language.${value}.name`) }))}
            onChange={(locale) => setForm({ ...form, locale: locale as "ru" | "en" })}
          />
        </div>
      </Section>
      <Section title={t("tasks.settings.escalate")} hint={t("tasks.settings.escalate.hint")}>
        <SelectField
          id="escalate"
          label={t("tasks.settings.escalate")}
          value={`${form.escalateAfter ?? ""}`}
          options={[
            { value: "", label: t("tasks.settings.escalate.never") },
            ...choices.map((minutes) => ({ value: `${minutes}`, label: after(minutes) })),
          ]}
          onChange={(value) => setForm({ ...form, escalateAfter: value === "" ? null : Number(value) })}
        />
      </Section>
      <FormFoot saving={saving} />
    </form>
  );
}
