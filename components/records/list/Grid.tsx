/**
 * The grid: only rows in sight are in the document. The focus stays on the grid itself and names its active cell
 * (`aria-activedescendant`), so it is not lost with a row that scrolls away.
 */
import { type ComponentChildren, type RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Head, type HeadProps } from "@/components/records/list/Head.tsx";
import { reveal, rowHeight } from "@/components/records/list/place.ts";
import { Row } from "@/components/records/list/Row.tsx";
import { range, shown } from "@/components/records/list/rows.ts";
import { isChosen, type Selection } from "@/components/records/list/selection.ts";
import type { ListWords } from "@/components/records/list/types.ts";
import type { Edits } from "@/components/records/list/useEdits.ts";
import type { List } from "@/components/records/list/useList.ts";
import { widthOf } from "@/components/records/list/views.ts";
import { toast } from "@/components/toast.ts";
import { type Translate, useT } from "@/components/i18n.ts";

/** Before the browser has measured: about a tall screen. */
const GUESSED = 40;
/** Rows from the end at which the next page is asked for. */
const AHEAD = 80;
const BOX = 40;

export interface Active {
  id: string;
  key: string;
}

export interface GridProps {
  list: List;
  words: ListWords;
  selection: Selection;
  active: Active | null;
  edits: Edits;
  label: string;
  grid: RefObject<HTMLDivElement>;
  head: Omit<HeadProps, "columns" | "fields" | "sort" | "chosen">;
  onActive(active: Active): void;
  /** Answers whether the row is chosen now. */
  onBox(id: string, range: boolean): boolean;
  onEdit(active: Active): void;
  onKeyDown(event: KeyboardEvent): void;
  /** The editor over a cell, and where it stands. */
  editing: Active | null;
  editor: ComponentChildren;
}

export const GRID_ID = "record-list";

export function Grid(props: GridProps) {
  const t = useT();
  const { list, selection, active } = props;
  const { rows, state, fields } = list;
  const { columns } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ from: 0, to: Math.min(GUESSED, rows.order.length) });
  const words = useMemo(() => ({ ...props.words, t }), [props.words, t]);
  const latest = useRef({ list, sight });
  latest.current = { list, sight };

  const measure = () => {
    const [box, inner] = [scroller.current, body.current];
    if (!box || !inner) return;
    const { list, sight } = latest.current;
    const row = rowHeight(inner);
    // Only a list that is wider than its place and moved sideways needs columns that stay.
    box.toggleAttribute("data-shifted", box.scrollLeft > 0);
    const [outer, own] = [box.getBoundingClientRect(), inner.getBoundingClientRect()];
    const top = Math.max(0, outer.top);
    const bottom = Math.min(globalThis.innerHeight, outer.bottom);
    const count = list.current().order.length;
    const next = range({ above: top - own.top, height: Math.max(0, bottom - top), row, count });
    if (next.from !== sight.from || next.to !== sight.to) setSight(next);
    if (next.to > count - AHEAD && list.phase === "ready") void list.more();
  };
  useEffect(() => {
    const onScroll = () => measure();
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    const watch = new ResizeObserver(onScroll);
    watch.observe(scroller.current!);
    return () => {
      document.removeEventListener("scroll", onScroll, { capture: true });
      watch.disconnect();
    };
  }, []);
  useLayoutEffect(measure, [rows.order, list.phase, columns.length]);
  const inSight = rows.order.slice(sight.from, sight.to);
  const sightKey = `${sight.from}-${sight.to}-${inSight[0]}-${inSight.at(-1)}`;
  useEffect(() => list.see(inSight), [sightKey]);
  // The active row is brought into sight when it is chosen by keys.
  useEffect(() => {
    if (!active || !body.current || !scroller.current) return;
    const at = rows.order.indexOf(active.id);
    if (at >= 0) reveal(scroller.current, body.current, at);
  }, [active?.id]);

  const loaded = rows.order.length;
  const waiting = list.phase === "loading" && loaded === 0 ? 12 : rows.next !== null ? 6 : 0;
  const widths = columns.map((column) => widthOf(column, fields.get(column.key)));
  const chosen = selection.all || (loaded > 0 && selection.ids.size >= loaded)
    ? "all"
    : selection.ids.size > 0
    ? "some"
    : "none";
  // Scrolling draws the rows alone.
  const head = useMemo(
    () => <Head {...props.head} columns={columns} fields={fields} sort={state.sort} chosen={chosen} />,
    [props.head, columns, fields, state.sort, chosen],
  );
  const at = props.editing ? rows.order.indexOf(props.editing.id) : -1;
  const rowCount = list.count && !list.count.more ? Math.max(list.count.count, loaded) + 1 : -1;
  return (
    <div class="rl-scroll" ref={scroller} data-busy={list.phase === "loading" || undefined}>
      <div
        ref={props.grid}
        class="rl-grid"
        role="grid"
        id={GRID_ID}
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rowCount}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-busy={list.phase === "loading"}
        data-inactive={active === null || undefined}
        data-plain={!columns.some(({ key }) => key === "status") || undefined}
        aria-activedescendant={active && inSight.includes(active.id)
          ? `${GRID_ID}-${active.id}-${active.key}`
          : undefined}
        style={`--rl-columns: ${BOX}px ${widths.map((width) => `${width}px`).join(" ")} minmax(0, 1fr); --rl-width: ${
          widths.reduce((sum, width) => sum + width, BOX)
        }px`}
        onKeyDown={props.onKeyDown}
        onClick={(event) => clicked(event, props, t)}
        onDblClick={(event) => {
          const place = placeOf(event.target);
          if (!place || (event.target as Element).closest("a, button, input, .rl-editor")) return;
          event.preventDefault();
          getSelection()?.removeAllRanges();
          props.onEdit(place);
        }}
      >
        {head}
        <div
          class="rl-body"
          role="rowgroup"
          ref={body}
          style={`--rl-count: ${loaded + waiting}`}
        >
          {inSight.map((id, n) => {
            const record = shown(rows, id);
            if (!record) return null;
            return (
              <Row
                key={id}
                kind={list.kind}
                record={record}
                at={sight.from + n}
                columns={columns}
                words={words}
                chosen={isChosen(selection, id)}
                active={active?.id === id ? active.key : null}
                pending={rows.pending.has(id)}
                gone={rows.gone.get(id) ?? null}
                archived={state.archived}
                refused={refusedOf(id, columns, props.edits)}
                grid={GRID_ID}
              />
            );
          })}
          {waiting > 0 && sight.to >= loaded &&
            Array.from(
              { length: waiting },
              (_, n) => (
                <div
                  class="rl-row rl-skeleton"
                  key={`wait-${n}`}
                  aria-hidden="true"
                  style={`top: calc(var(--rl-row) * ${loaded + n})`}
                >
                  <i />
                </div>
              ),
            )}
          {at >= 0 && (
            <div
              class="rl-editor"
              style={`top: calc(var(--rl-row) * ${at}); --rl-left: ${
                BOX + widths.slice(0, columns.findIndex(({ key }) => key === props.editing!.key)).reduce(
                  (sum, width) => sum + width,
                  0,
                )
              }px; --rl-cell: ${widths[columns.findIndex(({ key }) => key === props.editing!.key)]}px`}
            >
              {props.editor}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function refusedOf(id: string, columns: readonly { key: string }[], edits: Edits): ReadonlyMap<string, string> | null {
  if (edits.refused.size === 0) return null;
  const own = columns.flatMap(({ key }): [string, string][] => {
    const refused = edits.refused.get(`${id}.${key}`);
    return refused ? [[key, refused.text]] : [];
  });
  return own.length > 0 ? new Map(own) : null;
}

function placeOf(target: EventTarget | null): Active | null {
  const element = target instanceof Element ? target : null;
  const id = element?.closest<HTMLElement>(".rl-row[data-id]")?.dataset.id;
  const key = element?.closest<HTMLElement>(".rl-cell[data-key]")?.dataset.key;
  return id ? { id, key: key ?? "name" } : null;
}

function clicked(event: MouseEvent, props: GridProps, t: Translate): void {
  const place = placeOf(event.target);
  if (!place || !(event.target instanceof Element)) return;
  const copy = event.target.closest<HTMLElement>("[data-copy]");
  if (copy) {
    const text = copy.textContent ?? "";
    navigator.clipboard.writeText(copy.dataset.copy!).then(
      () => toast("good", t("card.copied", { text })),
      () => toast("bad", t("card.not-copied")),
    );
    return;
  }
  if (event.target.closest("a, .rl-editor")) return;
  if (event.target.closest(".rl-box") || event.shiftKey) {
    getSelection()?.removeAllRanges();
    const chosen = props.onBox(place.id, event.shiftKey);
    // A click has turned the box already, also where the row stays what it was.
    const box = event.target.closest(".rl-row")?.querySelector<HTMLInputElement>(".rl-check");
    if (box) box.checked = chosen;
  }
  props.onActive(place);
}
