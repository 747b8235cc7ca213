/**
 * The cards of a board as they are loaded, moved and refreshed: one signal a card and one a column's order, so that one
 * change draws one card. Knows no server. A card's place is its rank, so every browser shows the same order.
 */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { compareCards } from "@/crm/board/rank.ts";
import type { Board, BoardCard, CardsPage, ColumnTotals } from "@/crm/board/types.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import type { Money } from "@/crm/record/types.ts";

export interface CardView {
  card: BoardCard;
  /** On its way to the server. */
  pending: boolean;
  /** Of the main contact; empty: none, or out of reach. */
  contact: string;
}

export interface Column {
  stage: PipelineStage;
  order: Signal<readonly string[]>;
  /** Where the cards that are not loaded begin; null: all are. */
  next: Signal<string | null>;
  totals: Signal<ColumnTotals>;
  phase: Signal<"ready" | "more" | "failed">;
}

export class BoardState {
  readonly columns: readonly Column[];
  readonly #cards = new Map<string, Signal<CardView>>();
  #names: Record<string, string>;

  constructor(board: Board) {
    this.#names = board.names;
    this.columns = board.columns.map(({ stage, cards, next, totals }) => {
      for (const card of cards) this.#cards.set(card.id, signal(this.#view(card, false)));
      return {
        stage: board.pipeline.stages.find(({ id }) => id === stage)!,
        order: signal(cards.map(({ id }) => id)),
        next: signal(next),
        totals: signal(totals),
        phase: signal("ready" as const),
      };
    });
  }

  /** undefined: not loaded. */
  card(id: string): ReadonlySignal<CardView> | undefined {
    return this.#cards.get(id);
  }

  column(stage: string): Column | undefined {
    return this.columns.find((column) => column.stage.id === stage);
  }

  /** All loaded cards. */
  ids(): string[] {
    return [...this.#cards.keys()];
  }

  /**
   * Shows a card as it is now. `own`: where the person put it, whatever is loaded; else a card below the loaded part of
   * its column waits for its page.
   */
  put(card: BoardCard, options: { names?: Record<string, string>; own?: boolean; pending?: boolean } = {}): void {
    this.#names = { ...this.#names, ...options.names };
    const known = this.#cards.get(card.id);
    const pending = options.pending ?? false;
    batch(() => {
      const column = this.column(card.stage);
      if (!column || (!options.own && isBeyond(card, column.next.peek()))) return this.remove(card.id);
      const before = known?.peek().card;
      const from = before && this.column(before.stage);
      const at = from?.order.peek().indexOf(card.id) ?? -1;
      const next = this.#view(card, pending);
      if (known && !alike(known.peek(), next)) known.value = next;
      if (!known) this.#cards.set(card.id, signal(next));
      if (from === column && at >= 0 && before!.rank === card.rank) return;
      const rest = column.order.peek().filter((id) => id !== card.id);
      const place = this.#placeIn(rest, card);
      // Put right below the last loaded card, it is the last loaded one.
      const last = column.next.peek()?.split("~")[1];
      if (options.own && !pending && place === rest.length && last !== undefined && rest.at(-1) === last) {
        column.next.value = `${card.rank}~${card.id}`;
      }
      if (from && from !== column && at >= 0) from.order.value = from.order.peek().filter((id) => id !== card.id);
      // A new rank at the same place is nothing to be drawn.
      if (from === column && place === at) return;
      column.order.value = rest.toSpliced(place, 0, card.id);
    });
  }

  remove(id: string): void {
    const known = this.#cards.get(id);
    if (!known) return;
    const column = this.column(known.peek().card.stage);
    this.#cards.delete(id);
    if (column) column.order.value = column.order.peek().filter((one) => one !== id);
  }

  /** The following cards of a column. One that moved into them from above is shown once. */
  append(stage: string, page: CardsPage): void {
    const column = this.column(stage);
    if (!column) return;
    this.#names = { ...this.#names, ...page.names };
    batch(() => {
      column.next.value = page.next;
      const fresh = page.cards.filter((card) => !this.#cards.has(card.id));
      for (const card of fresh) this.#cards.set(card.id, signal(this.#view(card, false)));
      const order = column.order.peek();
      const last = order.length > 0 ? this.#cards.get(order.at(-1)!)!.peek().card : null;
      const follows = last === null || fresh.length === 0 || compareCards(last, fresh[0]) < 0;
      const all = [...order, ...fresh.map(({ id }) => id)];
      column.order.value = follows ? all : all.sort((a, b) => this.#compare(a, b));
    });
  }

  setTotals(totals: readonly ColumnTotals[]): void {
    batch(() => {
      for (const one of totals) {
        const column = this.column(one.stage);
        if (column && !alike(column.totals.peek(), one)) column.totals.value = one;
      }
    });
  }

  /** What a move makes of the columns' totals, until the server says them. */
  shift(card: BoardCard, from: string, to: BoardCard): void {
    if (from === to.stage) return;
    this.#add(from, card, -1);
    this.#add(to.stage, to, 1);
  }

  #add(stage: string, card: BoardCard, n: 1 | -1): void {
    const column = this.column(stage);
    if (!column) return;
    const totals = column.totals.peek();
    const amount = card.values.amount as Money | null | undefined;
    const weighted = amount ? Math.trunc(amount.minor * Number(card.values.probability ?? 0) / 100) : 0;
    const known = amount && totals.sums.some(({ currency }) => currency === amount.currency);
    const sums = amount && !known
      ? [...totals.sums, { currency: amount.currency, minor: 0, weighted: 0 }]
      : totals.sums;
    column.totals.value = {
      ...totals,
      deals: Math.max(0, totals.deals + n),
      sums: sums.map((sum) =>
        sum.currency === amount?.currency
          ? { ...sum, minor: sum.minor + n * amount.minor, weighted: sum.weighted + n * weighted }
          : sum
      ),
    };
  }

  #view(card: BoardCard, pending: boolean): CardView {
    const [main] = (card.values.contacts ?? []) as readonly string[];
    return { card, pending, contact: main === undefined ? "" : this.#names[main] ?? "" };
  }

  #compare(a: string, b: string): number {
    return compareCards(this.#cards.get(a)!.peek().card, this.#cards.get(b)!.peek().card);
  }

  #placeIn(order: readonly string[], card: BoardCard): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareCards(this.#cards.get(order[middle])!.peek().card, card) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether a card stands below what is loaded. `next`: `rank~id` of the last loaded one. */
function isBeyond(card: BoardCard, next: string | null): boolean {
  if (next === null) return false;
  const [rank, id] = next.split("~");
  return compareCards(card, { rank, id }) > 0;
}

const alike = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
