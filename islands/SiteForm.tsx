/** Settings of the whole installation. */
import { useState } from "preact/hooks";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

export default function SiteForm(
  props: { companyName: string; timeZone: string; locale: "ru" | "en"; zones: string[] },
) {
  const t = useT();
  const saving = useSaving();
  const [form, setForm] = useState({ companyName: props.companyName, timeZone: props.timeZone, locale: props.locale });
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
      <FormFoot saving={saving} />
    </form>
  );
}
