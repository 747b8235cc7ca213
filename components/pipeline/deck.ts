/** What the parts of a board share while it is open: signals of what is chosen, held and dragged, and what can be done. */
import { type Signal, signal } from "@preact/signals";
import type { BoardState } from "@/components/pipeline/board_state.ts";
import type { Target } from "@/components/pipeline/places.ts";
import type { BoardSetup } from "@/components/pipeline/types.ts";
import type { Translate } from "@/components/i18n.ts";

export interface Deck {
  readonly setup: BoardSetup;
  readonly t: Translate;
  /** Another one when conditions change. */
  readonly state: Signal<BoardState>;
  /** The card that keys go to; it stays in the document. */
  readonly active: Signal<string | null>;
  readonly chosen: Signal<ReadonlySet<string>>;
  /** Cards that are dragged or carried by keys. */
  readonly held: Signal<ReadonlySet<string>>;
  /** Where they would be dropped. */
  readonly target: Signal<Target | null>;
  /** What is read out to those who do not see the board. */
  readonly said: Signal<string>;
  /** Cards to be moved by the menu, and the button that it stands by. */
  readonly menu: Signal<{ ids: readonly string[]; from: HTMLElement } | null>;
}

export function newDeck(setup: BoardSetup, t: Translate, state: BoardState): Deck {
  return {
    setup,
    t,
    state: signal(state),
    active: signal(null),
    chosen: signal(new Set()),
    held: signal(new Set()),
    target: signal(null),
    said: signal(""),
    menu: signal(null),
  };
}

export const cardElement = (id: string) => document.querySelector<HTMLElement>(`.bd-card[data-id="${id}"]`);

export function nameOf(deck: Deck, id: string): string {
  const name = deck.state.peek().card(id)?.peek().card.values.name;
  return `${name ?? ""}` || deck.t("board.card.unnamed");
}

/** The cards that a deed on one of them means: all chosen ones when it is among them. Only those that may be changed. */
export function meant(deck: Deck, id: string): string[] {
  const chosen = deck.chosen.peek();
  const ids = chosen.has(id) ? [...chosen] : [id];
  return ids.filter((one) => deck.state.peek().card(one)?.peek().card.edit);
}

export function choose(deck: Deck, ids: Iterable<string>, on: boolean): void {
  const next = new Set(deck.chosen.peek());
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  deck.chosen.value = next;
}
