/** A column of the board: its head, and of its cards only those in sight. */
import type { VNode } from "preact";
import { useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Card } from "@/components/pipeline/Card.tsx";
import { ColumnHead } from "@/components/pipeline/ColumnHead.tsx";
import type { Column as Cells } from "@/components/pipeline/board_state.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import { NewDeal } from "@/components/pipeline/NewDeal.tsx";
import type { Attach } from "@/components/pipeline/useDrag.ts";
import { range } from "@/components/records/list/rows.ts";

/** Height of a card with its gap, px; as `--bd-row` in styles/board.css. */
export const ROW = 126;
/** Cards from the end at which the next page is asked for. */
const AHEAD = 20;
/** Before the browser has measured: about a tall screen. */
const GUESSED = 10;
const AROUND = 3;

export interface ColumnProps {
  column: Cells;
  deck: Deck;
  people: ReadonlyMap<string, string>;
  attach: Attach;
  creating: boolean;
  onMore(stage: string): void;
  onCreate(on: boolean): void;
  onMade(id: string): void;
}

export function Column(props: ColumnProps) {
  const { column, deck } = props;
  const { t } = deck;
  const { stage } = column;
  const scroller = useRef<HTMLDivElement>(null);
  const cards = useRef(new Map<string, VNode>());
  const drawnOf = useRef(deck.state.value);
  const [sight, setSight] = useState({ from: 0, to: GUESSED });
  const order = column.order.value;
  const totals = column.totals.value;
  const phase = column.phase.value;
  // Computed, so that what happens over another column is none of this one's work.
  const gap = useComputed(() => deck.target.value?.stage === stage.id ? deck.target.value.gap : null).value;
  const kept = useComputed(() => {
    const own = deck.state.value.column(stage.id)?.order.value ?? [];
    return [deck.active.value, ...deck.held.value].filter((id) => id !== null && own.includes(id)).join();
  }).value;
  const measure = () => {
    const box = scroller.current;
    if (!box) return;
    const count = column.order.peek().length;
    const next = range({ above: box.scrollTop, height: box.clientHeight, row: ROW, count, around: AROUND });
    setSight((now) => now.from === next.from && now.to === next.to ? now : next);
    if (next.to > count - AHEAD && column.next.peek() !== null && column.phase.peek() === "ready") {
      props.onMore(stage.id);
    }
  };
  useLayoutEffect(measure, [order, phase]);
  useEffect(() => {
    const box = scroller.current!;
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [column]);
  if (drawnOf.current !== deck.state.value) {
    drawnOf.current = deck.state.value;
    cards.current.clear();
  }
  // The same node is not drawn again: a card draws itself by its signal.
  const cardOf = (id: string) => {
    let node = cards.current.get(id);
    if (!node) {
      if (cards.current.size > 400) cards.current.clear();
      node = <Card id={id} deck={deck} people={props.people} attach={props.attach} />;
      cards.current.set(id, node);
    }
    return node;
  };
  const shown = new Set<number>();
  for (let at = sight.from; at < Math.min(sight.to, order.length); at++) shown.add(at);
  // What has the keys or is dragged stays, wherever the column is scrolled.
  for (const id of kept.split(",")) {
    const at = order.indexOf(id);
    if (at >= 0) shown.add(at);
  }
  const waiting = column.next.value !== null ? 2 : 0;
  return (
    <section
      class="bd-column"
      data-stage={stage.id}
      data-colour={stage.colour}
      data-type={stage.type}
      data-target={gap !== null || undefined}
      data-full={stage.wipLimit !== null && totals.deals >= stage.wipLimit || undefined}
      aria-label={t("board.column", { stage: stage.name, count: totals.deals })}
    >
      <ColumnHead stage={stage} totals={totals} deck={deck} onCreate={() => props.onCreate(true)} />
      {props.creating && (
        <NewDeal
          deck={deck}
          stage={stage}
          onClose={() => props.onCreate(false)}
          onMade={props.onMade}
        />
      )}
      <div class="bd-scroll" ref={scroller} tabIndex={-1}>
        {/* No list of HTML's: rules between its items would style the whole column anew for each card that comes. */}
        <div
          class="bd-cards"
          role="list"
          data-stage={stage.id}
          style={`--bd-count: ${order.length + waiting}`}
        >
          {[...shown].sort((a, b) => a - b).map((at) => (
            <div
              role="listitem"
              key={order[at]}
              style={`--bd-at: ${at}`}
              aria-setsize={totals.more ? -1 : Math.max(totals.deals, order.length)}
              aria-posinset={at + 1}
            >
              {cardOf(order[at])}
            </div>
          ))}
        </div>
        {gap !== null && <div class="bd-gap" style={`--bd-at: ${gap}`} aria-hidden="true" />}
        {order.length === 0 && waiting === 0 && (
          <p class="bd-none quiet">{t(deck.setup.may.edit ? "board.column.drop" : "board.column.empty")}</p>
        )}
        {waiting > 0 && phase !== "failed" && (
          <div class="bd-waiting" style={`--bd-at: ${order.length}`} role="status" aria-label={t("board.column.more")}>
            <i />
            <i />
          </div>
        )}
        {phase === "failed" && (
          <p class="bd-failed note-box" data-tone="bad" role="alert">
            <span class="grow">{t("board.column.failed")}</span>
            <button
              type="button"
              class="btn small"
              onClick={() => props.onMore(stage.id)}
            >
              {t("shell.retry")}
            </button>
          </p>
        )}
      </div>
    </section>
  );
}
