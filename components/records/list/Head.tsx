/** The sticky head of the grid: order by a click, width and place by dragging or by keys. */
import { ArrowDown, ArrowUp } from "lucide-preact";
import { useRef } from "preact/hooks";
import type { Sort } from "@/crm/record/types.ts";
import type { Column, ListField } from "@/components/records/list/types.ts";
import { LEAST_WIDTH, MOST_WIDTH, widthOf } from "@/components/records/list/views.ts";
import { useT } from "@/components/i18n.ts";

const STEP = 16;

export interface HeadProps {
  columns: readonly Column[];
  fields: ReadonlyMap<string, ListField>;
  sort: Sort;
  /** Of the loaded rows: all, some or none. */
  chosen: "all" | "some" | "none";
  onChooseAll(): void;
  onSort(field: ListField): void;
  onWidth(key: string, width: number, done: boolean): void;
  onMove(key: string, to: number): void;
}

export function Head(props: HeadProps) {
  const t = useT();
  const { columns, fields, sort } = props;
  const dragged = useRef<string | null>(null);
  const keys = (event: KeyboardEvent, column: Column, at: number) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || !(event.altKey || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) props.onWidth(column.key, widthOf(column, fields.get(column.key)) + step * STEP, true);
    else props.onMove(column.key, at + step);
  };
  return (
    <div class="rl-head" role="row" aria-rowindex={1}>
      <div class="rl-cell rl-box" role="columnheader">
        <input
          type="checkbox"
          aria-label={t("records.list.choose-loaded")}
          checked={props.chosen === "all"}
          ref={(box) => {
            if (box) box.indeterminate = props.chosen === "some";
          }}
          onChange={props.onChooseAll}
        />
      </div>
      {columns.map((column, at) => {
        const field = fields.get(column.key);
        if (!field) return null;
        const sorted = sort.field === column.key;
        return (
          <div
            key={column.key}
            class="rl-cell"
            role="columnheader"
            data-key={column.key}
            data-type={field.type}
            aria-sort={sorted ? (sort.desc ? "descending" : "ascending") : undefined}
            draggable={column.key !== "name"}
            onDragStart={(event) => {
              dragged.current = column.key;
              event.dataTransfer?.setData("text/plain", field.label);
            }}
            onDragOver={(event) => dragged.current && at > 0 && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged.current && dragged.current !== column.key) props.onMove(dragged.current, at);
              dragged.current = null;
            }}
          >
            {field.sortable
              ? (
                <button
                  type="button"
                  class="rl-sort clip"
                  title={t("records.list.sort-by", { field: field.label })}
                  aria-keyshortcuts="Shift+ArrowRight Alt+ArrowRight"
                  onClick={() => props.onSort(field)}
                  onKeyDown={(event) => keys(event, column, at)}
                >
                  <span class="clip">{field.label}</span>
                  {sorted &&
                    (sort.desc ? <ArrowDown size={13} aria-hidden="true" /> : <ArrowUp size={13} aria-hidden="true" />)}
                </button>
              )
              : (
                <button
                  type="button"
                  class="rl-sort clip"
                  data-fixed="true"
                  aria-keyshortcuts="Shift+ArrowRight Alt+ArrowRight"
                  onKeyDown={(event) => keys(event, column, at)}
                >
                  <span class="clip">{field.label}</span>
                </button>
              )}
            <Grip column={column} field={field} onWidth={props.onWidth} />
          </div>
        );
      })}
      <div class="rl-cell rl-rest" role="presentation" />
    </div>
  );
}

function Grip(props: { column: Column; field: ListField; onWidth: HeadProps["onWidth"] }) {
  const { column, field } = props;
  const from = useRef<{ x: number; width: number } | null>(null);
  const widthAt = (x: number) =>
    Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, from.current!.width + x - from.current!.x)));
  return (
    <span
      class="rl-grip"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: widthOf(column, field) };
      }}
      onPointerMove={(event) => from.current && props.onWidth(column.key, widthAt(event.clientX), false)}
      onPointerUp={(event) => {
        if (from.current) props.onWidth(column.key, widthAt(event.clientX), true);
        from.current = null;
      }}
      onPointerCancel={() => from.current = null}
    />
  );
}
