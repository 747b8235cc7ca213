/** Step 2: what to do with those who are there already, and what all rows have in common. */
import { Tag } from "lucide-preact";
import { useMemo } from "preact/hooks";
import type { Option } from "@/components/records/card/types.ts";
import { Tags } from "@/components/records/card/Tags.tsx";
import { CheckField, Field, SelectField, TextField } from "@/components/form/Field.tsx";
import { homeOf } from "@/components/records/import/make.ts";
import { Choice } from "@/components/records/import/Choice.tsx";
import { StepHead } from "@/components/records/import/StepHead.tsx";
import type { ImportOptions, WizardSetup } from "@/components/records/import/types.ts";
import type { Importing } from "@/components/records/import/useImport.ts";
import { useT } from "@/components/i18n.ts";

const DUPLICATES = ["skip", "update", "fill-empty", "create"] as const;
const BAD = ["reject", "drop"] as const;
const CURRENCIES = ["RUB", "USD", "EUR", "KZT", "BYN", "UZS", "KGS", "AMD", "GEL", "CNY", "TRY", "AED", "GBP"];
const ORDERS = ["dmy", "mdy"] as const;
/** 03/04/2026: which of the two is the month, only a person knows. */
const EITHER = /^\d{1,2}([/-])\d{1,2}\1(\d{4}|\d\d)(?!\d)/;
/** As the server takes it. */
const SYSTEM = /^[\p{L}\p{N}_.-]{1,40}$/u;

export function OptionsStep(props: { im: Importing; setup: WizardSetup; onBack(): void; onNext(): void }) {
  const t = useT();
  const { im, setup } = props;
  const { it } = im;
  const { options, kind, mapping } = it;
  const set = (part: Partial<ImportOptions>) => im.edit({ options: part });
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf("timeZone");
    return all.includes(options.timeZone) ? all : [options.timeZone, ...all];
  }, []);
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(setup.zone.locale, { type: "currency" });
    return [...new Set([options.currency, ...CURRENCIES])].map((value) => ({
      value,
      label: `${value} · ${names.of(value) ?? value}`,
    }));
  }, []);
  const selling = kind === "deal" || kind === "task";
  const match = [
    ...(selling ? [] : ["phone", "email"] as const),
    "external-id",
    ...(kind === "company" || kind === "deal" ? ["name"] as const : []),
  ] satisfies ImportOptions["match"];
  const home = homeOf(setup.sales, options);
  const offered = it.fileName.replace(/\.\w{1,5}$/, "").replaceAll(",", " ").trim().slice(0, 60) ||
    it.fileName.slice(0, 60);
  const byIds = mapping.columns.some(({ target }) => target.to === "external-id");
  const dated = it.columns.some(({ samples }) => samples.some((sample) => EITHER.test(sample)));
  const offer = (key: "owner" | "team" | "source", given: readonly Option[]) => ({
    id: `im-${key}`,
    value: options[key] ?? "",
    options: [
      { value: "", label: t(`import_pages.options.${key}.none`) },
      ...given.map(({ value, title }) => ({ value, label: title })),
    ],
    onChange: (value: string) => set({ [key]: value || null }),
  });
  return (
    <section class="card im-step">
      <StepHead title={t("import_pages.step.options")}>
        {t(selling ? "import_pages.options.lead.record" : "import_pages.options.lead")}
      </StepHead>
      <div class="im-options">
        <div class="stack">
          <Choice
            name="duplicates"
            title={t(selling ? "import_pages.duplicates.record" : "import_pages.duplicates")}
            value={options.duplicates}
            options={DUPLICATES}
            words="import_pages.duplicates"
            onChange={(duplicates) => set({ duplicates })}
          />
          {options.duplicates !== "create" && (
            <fieldset class="im-choice">
              <legend>{t("import_pages.match")}</legend>
              {match.map((one) => (
                <CheckField
                  key={one}
                  label={t(`import_pages.match.${one}`)}
                  hint={one === "external-id" ? t("import_pages.match.external-id.hint") : undefined}
                  checked={options.match.includes(one)}
                  onChange={(on) =>
                    set({ match: on ? [...options.match, one] : options.match.filter((other) => other !== one) })}
                />
              ))}
            </fieldset>
          )}
          <Choice
            name="bad-values"
            title={t("import_pages.bad")}
            value={options.badValues}
            options={BAD}
            words="import_pages.bad"
            onChange={(badValues) => set({ badValues })}
          />
        </div>
        <div class="stack">
          <SelectField
            {...offer("owner", setup.people)}
            label={t("import_pages.options.owner")}
            hint={t("import_pages.options.owner.hint")}
          />
          {setup.teams.length > 0 && (
            <SelectField {...offer("team", setup.teams)} label={t("import_pages.options.team")} />
          )}
          {home && (
            <SelectField
              id="im-pipeline"
              label={t("import_pages.options.pipeline")}
              hint={t("import_pages.options.pipeline.hint")}
              value={home.id}
              options={setup.sales!.pipelines.filter(({ archived }) => !archived)
                .map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(pipeline) => set({ values: { ...options.values, pipeline } })}
            />
          )}
          {(kind === "lead" || kind === "deal") && (
            <SelectField {...offer("source", setup.sources)} label={t("import_pages.options.source")} />
          )}
          <Field id="im-tags" label={t("import_pages.options.tags")} hint={t("import_pages.options.tags.hint")}>
            <Tags
              id="im-tags"
              label={t("import_pages.options.tags")}
              tags={options.tags}
              onChoose={(tags) => set({ tags: tags.slice(0, 20) })}
            />
          </Field>
          {options.tags.length === 0 && (
            <button
              type="button"
              class="btn small im-offer"
              onClick={() => set({ tags: [offered] })}
            >
              <Tag size={14} aria-hidden="true" />
              {t("import_pages.options.tags.offer", { tag: offered })}
            </button>
          )}
          <SelectField
            id="im-zone"
            label={t("import_pages.options.zone")}
            hint={t("import_pages.options.zone.hint")}
            value={options.timeZone}
            options={zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
            onChange={(timeZone) => set({ timeZone })}
          />
          {dated && (
            <SelectField
              id="im-dates"
              label={t("import_pages.options.dates")}
              value={options.dateOrder}
              options={ORDERS.map((value) => ({ value, label: t(`import_pages.options.dates.${value}`) }))}
              onChange={(order) => set({ dateOrder: order === "mdy" ? "mdy" : "dmy" })}
            />
          )}
          <SelectField
            id="im-currency"
            label={t("import_pages.options.currency")}
            hint={t("import_pages.options.currency.hint")}
            value={options.currency}
            options={currencies}
            onChange={(currency) => set({ currency })}
          />
          {byIds && (
            <TextField
              id="im-system"
              label={t("import_pages.options.system")}
              hint={t("import_pages.options.system.hint")}
              maxLength={40}
              value={options.system}
              onInput={(event) => {
                const system = event.currentTarget.value.trim();
                if (SYSTEM.test(system)) set({ system });
              }}
              onBlur={(event) => {
                event.currentTarget.value = options.system;
              }}
            />
          )}
          <fieldset class="im-choice">
            <legend>{t("import_pages.automation")}</legend>
            <CheckField
              label={t("import_pages.automation.on")}
              hint={t(options.automation ? "import_pages.automation.on.hint" : "import_pages.automation.off.hint")}
              checked={options.automation}
              onChange={(automation) => set({ automation })}
            />
          </fieldset>
        </div>
      </div>
      <footer class="im-foot">
        <button type="button" class="btn" onClick={props.onBack}>{t("import_pages.back")}</button>
        <button type="button" class="btn primary" disabled={im.busy !== null} onClick={props.onNext}>
          {t("import_pages.next.check")}
        </button>
      </footer>
    </section>
  );
}
