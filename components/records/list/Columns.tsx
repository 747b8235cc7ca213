/** Which columns a list has and in what order, for mouse and keyboard alike. */
import { ArrowDown, ArrowUp, Columns3 } from "lucide-preact";
import { Popover } from "@/components/records/list/Popover.tsx";
import type { Column, ListField } from "@/components/records/list/types.ts";
import { useT } from "@/components/i18n.ts";

/** Moves a column to a place; the name stays first. */
export function moved(columns: readonly Column[], key: string, to: number): Column[] {
  const from = columns.findIndex((column) => column.key === key);
  const first = columns[0]?.key === "name" ? 1 : 0;
  if (from < first || columns.length <= first) return [...columns];
  const rest = columns.filter((column) => column.key !== key);
  rest.splice(Math.min(columns.length - 1, Math.max(first, to)), 0, columns[from]);
  return rest;
}

export function Columns(
  props: {
    columns: readonly Column[];
    fields: ReadonlyMap<string, ListField>;
    onChange(columns: Column[]): void;
  },
) {
  const t = useT();
  const { columns, fields } = props;
  const shown = new Set(columns.map(({ key }) => key));
  const rest = [...fields.values()].filter(({ key }) => !shown.has(key));
  return (
    <Popover
      class="btn icon small"
      panel="rl-panel rl-columns"
      title={t("records.list.columns")}
      name={t("records.list.columns")}
      label={<Columns3 size={16} aria-hidden="true" />}
    >
      {() => (
        <>
          {columns.map((column, at) => {
            const field = fields.get(column.key);
            if (!field) return null;
            return (
              <div class="rl-column" key={column.key}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked
                    disabled={column.key === "name"}
                    onChange={() => props.onChange(columns.filter(({ key }) => key !== column.key))}
                  />
                  <span>{field.label}</span>
                </label>
                {at > 0 && (
                  <span class="row">
                    <button
                      type="button"
                      disabled={at === 1}
                      aria-label={t("records.list.column-up", { field: field.label })}
                      onClick={() => props.onChange(moved(columns, column.key, at - 1))}
                    >
                      <ArrowUp size={14} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      disabled={at === columns.length - 1}
                      aria-label={t("records.list.column-down", { field: field.label })}
                      onClick={() => props.onChange(moved(columns, column.key, at + 1))}
                    >
                      <ArrowDown size={14} aria-hidden="true" />
                    </button>
                  </span>
                )}
              </div>
            );
          })}
          {rest.length > 0 && <p class="menu-title">{t("records.list.columns-more")}</p>}
          {rest.map((field) => (
            <label class="check rl-column" key={field.key}>
              <input
                type="checkbox"
                checked={false}
                onChange={() => props.onChange([...columns, { key: field.key }])}
              />
              <span>{field.label}</span>
            </label>
          ))}
        </>
      )}
    </Popover>
  );
}
