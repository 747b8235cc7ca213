/** The form that strangers see: words, inputs in order, consents; and a look at it as it is saved. */
import { ArrowDown, ArrowUp, Plus, X } from "lucide-preact";
import { Section } from "@/components/admin/Section.tsx";
import { CheckField, Field, SelectField, TextField, tied, UnitField } from "@/components/form/Field.tsx";
import type { PartProps, SourceFields } from "@/components/intake/source/types.ts";
import { useT } from "@/components/i18n.ts";

const CHANNELS = ["personal-data", "call", "sms", "email", "messenger"] as const;
type Form = SourceFields["settings"]["form"];

export function FormBuilder({ setup, fields, set }: PartProps) {
  const t = useT();
  const { settings } = fields;
  const { form } = settings;
  const change = (part: Partial<Form>) => set({ settings: { ...settings, form: { ...form, ...part } } });
  const inputs = form.fields;
  const put = (at: number, part: Partial<Form["fields"][number]>) =>
    change({ fields: inputs.map((one, n) => n === at ? { ...one, ...part } : one) });
  const move = (at: number, by: number) => {
    const next = [...inputs];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    change({ fields: next });
  };
  const free = setup.fields.filter((one) => one.open && !inputs.some(({ key }) => key === one.key));
  const consent = (at: number, part: Partial<Form["consents"][number]>) =>
    change({ consents: form.consents.map((one, n) => n === at ? { ...one, ...part } : one) });
  const text = (name: "title" | "button", max: number) => (
    <TextField
      id={`form-${name}`}
      label={t(`intake.source.form.${name}`)}
      maxLength={max}
      value={form[name]}
      onInput={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
  const area = (name: "lead" | "thanks") => (
    <Field id={`form-${name}`} label={t(`intake.source.form.${name}`)}>
      <textarea
        class="textarea"
        maxLength={1_000}
        value={form[name]}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
        {...tied({ id: `form-${name}`, label: "" })}
      />
    </Field>
  );
  return (
    <Section title={t("intake.source.form")} hint={t("intake.source.form.hint")}>
      <div class="form-grid">
        {text("title", 300)}
        {text("button", 60)}
        {area("lead")}
        {area("thanks")}
        <SelectField
          id="form-language"
          label={t("intake.source.form.language")}
          value={form.language}
          options={(["auto", "ru", "en"] as const).map((value) => ({
            value,
            label: value === "auto" ? t("intake.source.form.language.auto") : t(`shell.language.${value}.name`),
          }))}
          onChange={(language) => change({ language: language as Form["language"] })}
        />
        <SelectField
          id="form-theme"
          label={t("intake.source.form.theme")}
          value={form.theme}
          options={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
          onChange={(theme) => change({ theme: theme as Form["theme"] })}
        />
        <UnitField
          id="min-fill"
          label={t("intake.source.min-fill")}
          unit={t("shell.unit.seconds")}
          max={60}
          value={settings.minFillMs / 1_000}
          onChange={(seconds) => set({ settings: { ...settings, minFillMs: Math.round(seconds * 1_000) } })}
        />
      </div>
      <fieldset class="builder">
        <legend class="label">{t("intake.source.form.fields")}</legend>
        {inputs.map((input, at) => (
          <div class="builder-row" key={input.key}>
            <span class="builder-name">{setup.fields.find(({ key }) => key === input.key)?.title ?? input.key}</span>
            <input
              class="input"
              aria-label={t("intake.source.form.label")}
              placeholder={t("intake.source.form.label")}
              maxLength={120}
              value={input.label}
              onInput={(event) => put(at, { label: event.currentTarget.value })}
            />
            <CheckField
              label={t("intake.source.form.required")}
              checked={input.required}
              onChange={(required) => put(at, { required })}
            />
            <span class="builder-keys">
              <button
                type="button"
                class="btn icon small plain"
                disabled={at === 0}
                aria-label={t("intake.source.form.up")}
                onClick={() => move(at, -1)}
              >
                <ArrowUp size={15} aria-hidden="true" />
              </button>
              <button
                type="button"
                class="btn icon small plain"
                disabled={at === inputs.length - 1}
                aria-label={t("intake.source.form.down")}
                onClick={() => move(at, 1)}
              >
                <ArrowDown size={15} aria-hidden="true" />
              </button>
              <button
                type="button"
                class="btn icon small plain"
                aria-label={t("shell.remove")}
                onClick={() => change({ fields: inputs.filter((_, n) => n !== at) })}
              >
                <X size={15} aria-hidden="true" />
              </button>
            </span>
          </div>
        ))}
        <select
          class="select builder-add"
          aria-label={t("intake.source.form.add-field")}
          value=""
          onChange={(event) => {
            const key = event.currentTarget.value;
            event.currentTarget.value = "";
            if (key) change({ fields: [...inputs, { key, label: "", required: false }] });
          }}
        >
          <option value="">{t("intake.source.form.add-field")}</option>
          {free.map((one) => <option key={one.key} value={one.key}>{one.title}</option>)}
        </select>
      </fieldset>
      <fieldset class="builder">
        <legend class="label">{t("intake.source.form.consents")}</legend>
        {form.consents.map((one, at) => (
          <div class="builder-consent" key={at}>
            <SelectField
              id={`consent-channel-${at}`}
              label={t("intake.source.channel")}
              value={one.channel}
              options={CHANNELS.map((value) => ({ value, label: t(`intake.source.channel.${value}`) }))}
              onChange={(channel) => consent(at, { channel: channel as typeof one.channel })}
            />
            <Field id={`consent-text-${at}`} label={t("intake.source.form.consent.text")}>
              <textarea
                class="textarea"
                required
                maxLength={2_000}
                value={one.text}
                onInput={(event) => consent(at, { text: event.currentTarget.value })}
                {...tied({ id: `consent-text-${at}`, label: "" })}
              />
            </Field>
            <TextField
              id={`consent-link-${at}`}
              label={t("intake.source.form.consent.link")}
              type="url"
              maxLength={500}
              value={one.link}
              onInput={(event) => consent(at, { link: event.currentTarget.value })}
            />
            <div class="btn-row">
              <CheckField
                label={t("intake.source.form.required")}
                checked={one.required}
                onChange={(required) => consent(at, { required })}
              />
              <button
                type="button"
                class="btn small danger-quiet"
                onClick={() => change({ consents: form.consents.filter((_, n) => n !== at) })}
              >
                {t("shell.remove")}
              </button>
            </div>
          </div>
        ))}
        {form.consents.length < 5 && (
          <button
            type="button"
            class="btn small"
            onClick={() =>
              change({
                consents: [...form.consents, { channel: "personal-data", text: "", link: "", required: true }],
              })}
          >
            <Plus size={14} aria-hidden="true" />
            {t("intake.source.form.consent.add")}
          </button>
        )}
      </fieldset>
      <div class="form-grid">
        <Field id="origins" label={t("intake.source.origins")} hint={t("intake.source.origins.hint")}>
          <textarea
            class="textarea"
            value={settings.origins.join("\n")}
            onChange={(event) =>
              set({
                settings: {
                  ...settings,
                  origins: event.currentTarget.value.split(/\s+/).map((one) => one.replace(/\/+$/, "")).filter(Boolean),
                },
              })}
            {...tied({ id: "origins", label: "", hint: "hint" })}
          />
        </Field>
        <TextField
          id="thanks-url"
          label={t("intake.source.thanks-url")}
          type="url"
          maxLength={500}
          value={settings.thanksUrl}
          onInput={(event) => set({ settings: { ...settings, thanksUrl: event.currentTarget.value } })}
        />
      </div>
      <div class="field">
        <span class="label">{t("intake.source.form.preview")}</span>
        <span class="hint">{t("intake.source.form.preview.hint")}</span>
        <iframe
          class="form-preview"
          title={t("intake.source.form.preview")}
          src={`/f/${setup.source.key}?preview=${setup.source.version}`}
        />
      </div>
    </Section>
  );
}
