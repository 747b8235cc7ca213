/** The first rows as they would be. */
import type { CardField } from "@/components/records/card/types.ts";
import { textOf } from "@/components/records/card/values.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import type { ImportDetail, WizardSetup } from "@/components/records/import/types.ts";
import type { Value } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

const TONES = { create: "good", update: "accent", skip: undefined, fail: "bad" } as const;
const FEW = 7;

export function PreviewTable({ it, setup }: { it: ImportDetail; setup: WizardSetup }) {
  const t = useT();
  const { preview, mapping } = it;
  const names = Object.fromEntries(
    [...setup.people, ...setup.teams, ...setup.sources].map(({ value, title }) => [value, title]),
  );
  const present = new Set(
    preview.flatMap(({ values }) => Object.keys(values).filter((key) => `${values[key] ?? ""}` !== "")),
  );
  const fields = setup.fields.filter(({ key }) => key !== "name" && present.has(key)).slice(0, FEW);
  // Own fields that the run will make have no values yet in a record's sense; the file's titles tell of them.
  const coming = mapping.columns.filter(({ target }) => target.to === "new-field").length;
  if (preview.length === 0) return null;
  const text = (value: unknown, field: CardField) =>
    textOf(value as Value | undefined, field, { t, fields: new Map(), names, zone: setup.zone });
  return (
    <section class="im-preview" aria-labelledby="im-preview">
      <h3 id="im-preview">{t("import_pages.preview")}</h3>
      {coming > 0 && <p class="quiet small-text">{t("import_pages.preview.coming", { count: coming })}</p>}
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t("import_pages.preview")}>
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col" class="num">{t("import_pages.errors.row")}</th>
              <th scope="col">{t("import_pages.preview.action")}</th>
              <th scope="col">{t("import_pages.preview.name")}</th>
              {fields.map(({ key, label }) => <th scope="col" key={key}>{label}</th>)}
            </tr>
          </thead>
          <tbody>
            {preview.map((row) => (
              <tr key={row.row} data-action={row.action}>
                <td class="num tight" data-label={t("import_pages.errors.row")}>
                  {t("import_pages.number", { count: row.row })}
                </td>
                <td data-label={t("import_pages.preview.action")}>
                  <span class="badge" data-tone={TONES[row.action]}>{t(`import_pages.action.${row.action}`)}</span>
                </td>
                <th scope="row">
                  {row.name || <span class="quiet">{t("card.unnamed")}</span>}
                  {row.existing && (
                    <a class="im-existing" href={`/${PLURAL[it.kind]}/${row.existing.id}`}>
                      {t("import_pages.preview.existing", { name: row.existing.name || t("card.unnamed") })}
                    </a>
                  )}
                  {row.errors.map((error, n) => (
                    <small class="im-wrong" key={n}>
                      {error.column ? `${error.column}: ` : ""}
                      {t(error.code, error.detail)}
                    </small>
                  ))}
                </th>
                {fields.map((field) => (
                  <td key={field.key} class="im-cell" data-label={field.label}>{text(row.values[field.key], field)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
