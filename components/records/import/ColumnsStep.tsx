/** Step 1: where each column goes. */
import { TriangleAlert } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { ColumnRow } from "@/components/records/import/ColumnRow.tsx";
import { FormatBar } from "@/components/records/import/FormatBar.tsx";
import { Presets } from "@/components/records/import/Presets.tsx";
import type { OnMade } from "@/components/records/import/make.ts";
import { StepHead } from "@/components/records/import/StepHead.tsx";
import { clashes, codeOf, isNamed, leftOut, targetGroups } from "@/components/records/import/targets.ts";
import type { ImportColumn, WizardSetup } from "@/components/records/import/types.ts";
import type { Importing } from "@/components/records/import/useImport.ts";
import { ValuesDialog } from "@/components/records/import/ValuesDialog.tsx";
import { useT } from "@/components/i18n.ts";

export function ColumnsStep(
  props: {
    im: Importing;
    setup: WizardSetup;
    /** The column whose values are asked for at once. */
    matching: number | null;
    onNext(): void;
    onMade: OnMade;
  },
) {
  const t = useT();
  const { im, setup } = props;
  const { it } = im;
  const { mapping, columns, suggestion, kind, mayMakeFields } = it;
  const [valuesAt, setValuesAt] = useState(props.matching);
  const groups = useMemo(
    () => targetGroups(kind, setup.fields, { t, mayMakeFields, sales: setup.sales, mapping: suggestion }),
    [kind, setup.fields, mayMakeFields],
  );
  const twice = useMemo(() => clashes(mapping, setup.fields), [mapping, setup.fields]);
  const skipped = leftOut(mapping);
  const change = (at: number, column: ImportColumn) =>
    im.edit({ mapping: { columns: mapping.columns.map((one, n) => n === at ? column : one) } });
  const titleOf = (at: number) =>
    mapping.columns[at].title.trim() || t("import_pages.column.untitled", { number: at + 1 });
  return (
    <section class="card im-step" aria-busy={im.busy === "reading"}>
      <StepHead
        title={t("import_pages.step.columns")}
        aside={<Presets im={im} share={setup.may.share} locale={setup.zone.locale} />}
      >
        {t("import_pages.columns.lead")}
      </StepHead>
      <FormatBar im={im} />
      <p class="im-summary" role="status">
        {t("import_pages.columns.mapped", { count: mapping.columns.length - skipped })}
        {skipped > 0 && <span class="quiet">{t("import_pages.columns.skipped", { count: skipped })}</span>}
      </p>
      {!isNamed(mapping) && skipped < mapping.columns.length && (
        <p class="note-box im-note" data-tone="warn">
          <TriangleAlert size={16} aria-hidden="true" />
          <span>{t("import_pages.columns.nameless")}</span>
        </p>
      )}
      <table class="table cards im-columns">
        <thead>
          <tr>
            <th scope="col">{t("import_pages.columns.title")}</th>
            <th scope="col">{t("import_pages.columns.samples")}</th>
            <th scope="col">{t("import_pages.columns.to")}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.columns.map((column, at) => (
            <ColumnRow
              key={at}
              at={at}
              column={column}
              suggestion={suggestion.columns[at]}
              samples={columns[at]?.samples ?? []}
              groups={groups}
              clash={twice.has(codeOf(column.target))}
              unknown={im.unknown(at).filter(({ value }) =>
                column.values?.[value] === undefined && !setup.made?.includes(value)
              ).length}
              disabled={im.busy !== null}
              onChange={(next) => change(at, next)}
              onValues={() => setValuesAt(at)}
            />
          ))}
        </tbody>
      </table>
      <footer class="im-foot">
        <button
          type="button"
          class="btn primary"
          disabled={im.busy !== null || skipped === mapping.columns.length}
          onClick={props.onNext}
        >
          {t("import_pages.next.options")}
        </button>
        {skipped === mapping.columns.length && <span class="quiet">{t("import_pages.columns.none")}</span>}
        <span class="grow" />
        <button type="button" class="btn plain" disabled={im.busy !== null} onClick={() => void im.act("cancel")}>
          {t("import_pages.drop")}
        </button>
      </footer>
      {valuesAt !== null && (
        <ValuesDialog
          column={mapping.columns[valuesAt]}
          title={titleOf(valuesAt)}
          samples={columns[valuesAt]?.samples ?? []}
          unknown={im.unknown(valuesAt)}
          setup={setup}
          options={it.options}
          mayKeep={mayMakeFields}
          onMade={props.onMade}
          onSave={(values) => {
            const { title, target, keep } = mapping.columns[valuesAt];
            change(valuesAt, { title, target, ...(keep ? { keep } : {}), ...(values ? { values } : {}) });
          }}
          onClose={() => setValuesAt(null)}
        />
      )}
    </section>
  );
}
