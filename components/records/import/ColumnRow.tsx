/** One column of the file: what stands in it, where it goes, and which of its values are read otherwise. */
import { ArrowLeftRight, Sparkles, TriangleAlert } from "lucide-preact";
import { codeOf, isSuggested, type TargetGroup, targetOf } from "@/components/records/import/targets.ts";
import type { ImportColumn } from "@/components/records/import/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ColumnRowProps {
  at: number;
  column: ImportColumn;
  suggestion: ImportColumn | undefined;
  samples: readonly string[];
  groups: readonly TargetGroup[];
  /** Another column goes to the same single value. */
  clash: boolean;
  /** Values that the target's list does not know. */
  unknown: number;
  disabled: boolean;
  onChange(column: ImportColumn): void;
  onValues(): void;
}

const SHOWN = 3;

export function ColumnRow(props: ColumnRowProps) {
  const t = useT();
  const { at, column, samples, groups, disabled } = props;
  const { target } = column;
  const code = codeOf(target);
  const title = column.title.trim() || t("import_pages.column.untitled", { number: at + 1 });
  const offered = code === "skip" || groups.some(({ options }) => options.some((one) => one.code === code));
  const mapped = Object.keys(column.values ?? {}).length;
  return (
    <tr data-column={at} data-skip={target.to === "skip" || undefined}>
      <th scope="row">
        {title}
        {isSuggested(column, props.suggestion) && (
          <span class="badge" data-tone="accent" data-suggested>
            <Sparkles size={12} aria-hidden="true" />
            {t("import_pages.column.suggested")}
          </span>
        )}
      </th>
      <td class="im-samples" data-label={t("import_pages.columns.samples")}>
        {samples.length === 0
          ? <span class="quiet">{t("import_pages.column.empty")}</span>
          : samples.slice(0, SHOWN).map((sample) => <span class="clip" key={sample} title={sample}>{sample}</span>)}
      </td>
      <td class="im-target">
        <div class="row">
          <select
            class="select"
            aria-label={t("import_pages.column.to", { title })}
            disabled={disabled}
            value={code}
            onChange={(event) => {
              const next = targetOf(event.currentTarget.value, title);
              props.onChange({ title: column.title, target: next });
            }}
          >
            <option value="skip" selected={code === "skip"}>{t("import_pages.to.skip")}</option>
            {!offered && <option value={code} selected>{t("import_pages.to.lost")}</option>}
            {groups.map((group) => (
              <optgroup key={group.key} label={t(`import_pages.group.${group.key}`)}>
                {group.options.map((option) => (
                  <option key={option.code} value={option.code} selected={option.code === code}>{option.label}</option>
                ))}
              </optgroup>
            ))}
          </select>
          {target.to === "new-field" && (
            <input
              class="input"
              aria-label={t("import_pages.column.new-title", { title })}
              placeholder={t("import_pages.column.new-title.short")}
              maxLength={120}
              disabled={disabled}
              value={target.title}
              onInput={(event) => {
                const { value } = event.currentTarget;
                if (value.trim()) props.onChange({ ...column, target: { ...target, title: value } });
              }}
              onBlur={(event) => {
                if (!event.currentTarget.value.trim()) event.currentTarget.value = target.title;
              }}
            />
          )}
          {target.to !== "skip" && (
            <button
              type="button"
              class="btn icon"
              data-mapped={mapped || undefined}
              disabled={disabled}
              aria-label={t("import_pages.values.open", { title })}
              title={t("import_pages.values.open", { title })}
              onClick={props.onValues}
            >
              <ArrowLeftRight size={16} aria-hidden="true" />
              {mapped > 0 && <b aria-hidden="true">{mapped}</b>}
            </button>
          )}
        </div>
        <p class="im-notes">
          {props.clash && (
            <span class="badge" data-tone="warn">
              <TriangleAlert size={12} aria-hidden="true" />
              {t("import_pages.column.clash")}
            </span>
          )}
          {props.unknown > 0 && (
            <button type="button" class="btn small" disabled={disabled} onClick={props.onValues}>
              {t("import_pages.values.unknown", { count: props.unknown })}
            </button>
          )}
        </p>
      </td>
    </tr>
  );
}
