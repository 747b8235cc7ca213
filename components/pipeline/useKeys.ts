/**
 * The board by keys. Arrows walk the cards; Space picks one up, arrows then move it and Space puts it down; every step is
 * read out. Single keys are ignored where something is typed, and known by `code`, so that layouts do not matter.
 */
import { useEffect } from "preact/hooks";
import { isTyping, listenForKeys } from "@/components/keys.ts";
import { ROW } from "@/components/pipeline/Column.tsx";
import { choose, type Deck, meant, nameOf } from "@/components/pipeline/deck.ts";
import { focus, type Moves } from "@/components/pipeline/moves.ts";
import { neighboursAt } from "@/components/pipeline/places.ts";

const ARROWS: Record<string, [dx: number, dy: number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export interface KeyDeeds {
  moves(): Moves;
  search(): void;
  create(stage: string): void;
}

/** @returns what the board does with keys that come to it */
export function useKeys(deck: Deck, deeds: KeyDeeds): (event: KeyboardEvent) => void {
  const { t } = deck;
  /** Since the carried card was picked up. */
  const carried = () => {
    const [id] = deck.held.peek();
    return deck.target.peek() && !("dragging" in document.documentElement.dataset) ? id : undefined;
  };
  useEffect(() =>
    listenForKeys(() => {
      const stage = columnOf(deck.active.peek()) ?? deck.state.peek().columns[0]?.stage.id;
      return [
        { code: "Slash", run: () => deeds.search() },
        { code: "KeyZ", mod: true, run: (event) => isTyping(event.target) || void deeds.moves().undo() },
        ...(deck.setup.may.edit && stage ? [{ code: "KeyN", run: () => deeds.create(stage) }] : []),
      ];
    }), []);

  const columnOf = (id: string | null) => id === null ? undefined : deck.state.peek().card(id)?.peek().card.stage;

  const walk = (id: string, [dx, dy]: [number, number]) => {
    const { columns } = deck.state.peek();
    const stage = columnOf(id);
    const at = columns.findIndex((column) => column.stage.id === stage);
    const place = columns[at]?.order.peek().indexOf(id) ?? -1;
    if (dy !== 0) return go(columns[at].order.peek()[place + dy]);
    for (let n = at + dx; columns[n]; n += dx) {
      const order = columns[n].order.peek();
      if (order.length > 0) return go(order[Math.min(place, order.length - 1)]);
    }
  };

  const go = (id: string | undefined) => {
    if (id === undefined) return;
    deck.active.value = id;
    reveal(deck, id);
    focus(id);
  };

  const say = (key: "picked" | "over" | "dropped" | "cancelled", id: string) => {
    const target = deck.target.peek();
    const stage = target?.stage ?? columnOf(id);
    const column = stage === undefined ? undefined : deck.state.peek().column(stage);
    if (!column) return;
    const order = column.order.peek();
    const gap = target?.gap ?? order.indexOf(id);
    const here = order.includes(id);
    deck.said.value = t(`board.say.${key}`, {
      name: nameOf(deck, id),
      stage: column.stage.name,
      place: neighboursAt(order, gap, new Set([id])).at + 1,
      count: order.length + (here ? 0 : 1),
    });
  };

  const pickUp = (id: string) => {
    const view = deck.state.peek().card(id)?.peek();
    if (!view?.card.edit) return;
    const gap = deck.state.peek().column(view.card.stage)!.order.peek().indexOf(id);
    deck.held.value = new Set([id]);
    deck.target.value = { stage: view.card.stage, gap };
    say("picked", id);
  };

  const carry = (id: string, [dx, dy]: [number, number]) => {
    const target = deck.target.peek()!;
    const { columns } = deck.state.peek();
    const at = columns.findIndex(({ stage }) => stage.id === target.stage);
    const next = columns[at + dx];
    if (!next) return;
    const order = next.order.peek();
    let gap = Math.min(target.gap + dy, order.length);
    // In its own column the gaps above and below a card are one place.
    const own = order.indexOf(id);
    if (own >= 0 && gap === own + 1) gap += dy < 0 ? -1 : dy > 0 ? 1 : 0;
    if (gap < 0 || gap > order.length) return;
    deck.target.value = { stage: next.stage.id, gap };
    reveal(deck, null, { stage: next.stage.id, at: gap });
    say("over", id);
  };

  const putDown = async (id: string) => {
    const target = deck.target.peek()!;
    say("dropped", id);
    deck.held.value = new Set();
    deck.target.value = null;
    const done = deeds.moves().one(id, target);
    reveal(deck, id);
    focus(id);
    await done;
  };

  const cancel = (id: string) => {
    deck.target.value = null;
    say("cancelled", id);
    deck.held.value = new Set();
    reveal(deck, id);
    focus(id);
  };

  return (event) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>(".bd-card") : null;
    const id = card?.dataset.id;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target !== card;
    const arrow = ARROWS[event.code];
    const taken = carried();
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (taken !== undefined) {
      if (arrow) done(), carry(taken, arrow);
      else if (event.code === "Space" || event.code === "Enter") done(), void putDown(taken);
      else if (event.code === "Escape" || event.code === "Tab") done(), cancel(taken);
      return;
    }
    if (arrow) {
      done();
      if (event.shiftKey) select(id, true);
      walk(id, arrow);
      if (event.shiftKey && deck.active.peek()) select(deck.active.peek()!, true);
    } else if (event.code === "Home" || event.code === "End") {
      done();
      const order = deck.state.peek().column(columnOf(id)!)!.order.peek();
      go(event.code === "Home" ? order[0] : order.at(-1));
    } else if (event.code === "Escape") {
      if (deck.chosen.peek().size > 0) done(), deck.chosen.value = new Set();
    } else if (onButton && (event.code === "Enter" || event.code === "Space")) {
      return;
    } else if (event.code === "Enter") {
      done();
      location.assign(`/deals/${id}`);
    } else if (event.code === "Space") {
      done();
      pickUp(id);
    } else if (event.code === "KeyX") {
      done();
      select(id, !deck.chosen.peek().has(id));
    } else if (event.code === "KeyM") {
      done();
      const ids = meant(deck, id);
      const from = card.querySelector<HTMLElement>(".bd-more") ?? card;
      if (ids.length > 0) deck.menu.value = { ids, from };
    }
  };

  function select(id: string, on: boolean) {
    choose(deck, [id], on);
    const count = deck.chosen.peek().size;
    deck.said.value = t(on ? "board.say.chosen" : "board.say.not-chosen", { name: nameOf(deck, id), count });
  }
}

/** Scrolls a card, or a place of a column, into sight. */
function reveal(deck: Deck, id: string | null, place?: { stage: string; at: number }): void {
  const stage = place?.stage ?? (id === null ? undefined : deck.state.peek().card(id)?.peek().card.stage);
  if (stage === undefined) return;
  const at = place?.at ?? deck.state.peek().column(stage)!.order.peek().indexOf(id!);
  const column = document.querySelector<HTMLElement>(`.bd-column[data-stage="${stage}"]`);
  const box = column?.querySelector<HTMLElement>(".bd-scroll");
  if (!column || !box) return;
  column.scrollIntoView({ block: "nearest", inline: "nearest" });
  const [top, bottom] = [at * ROW, (at + 1) * ROW];
  if (top < box.scrollTop) box.scrollTop = Math.max(0, top - ROW / 4);
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight + ROW / 4;
}
