/** A board in its page: opened by its conditions, paged by column, and kept fresh by news of deals. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { Board, CardsPage, Refreshed } from "@/crm/board/types.ts";
import { BoardState } from "@/components/pipeline/board_state.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import type { BoardFilter } from "@/components/pipeline/types.ts";
import { useLive } from "@/components/records/list/useLive.ts";

/** Cards of a page, and ids asked for at once. */
const MORE = 100;
const BY_IDS = 200;
/** After a gap so many loaded cards are asked for again; further ones come with their pages. */
const MOST_AGAIN = 1_000;
const CALM_MS = 400;

export type Phase = "ready" | "loading" | "failed";

export function useBoard(deck: Deck, pipeline: string) {
  const path = `/api/v1/boards/${pipeline}`;
  const [shown, setShown] = useState<BoardFilter>(deck.setup.shown);
  const [corrected, setCorrected] = useState(deck.setup.board?.corrected ?? null);
  const [phase, setPhase] = useState<Phase>("ready");
  const [failure, setFailure] = useState<Extract<Answer<unknown>, { ok: false }> | null>(null);
  const now = useRef({ shown, corrected });
  /** Of the cards that are shown; what an older question still answers is left out. */
  const turn = useRef(0);
  /** Moves that are on their way: their cards and the totals are the person's until they are answered. */
  const moving = useRef(new Map<string, number>());
  /** Grows with each move, so that totals asked for before it are not shown after it. */
  const moves = useRef(0);
  const waiting = useRef(new Set<string>());
  const asking = useRef(false);
  const again = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const query = () => {
    const { text, filter } = now.current.shown;
    const params = new URLSearchParams();
    const words = now.current.corrected ?? text;
    if (words) params.set("text", words);
    if (filter.length > 0) params.set("filter", JSON.stringify(filter));
    return params;
  };

  const load = async (): Promise<void> => {
    const mine = ++turn.current;
    setPhase("loading");
    setFailure(null);
    now.current.corrected = null;
    const answer = await call<Board>("GET", `${path}?${query()}`);
    if (mine !== turn.current) return;
    if (!answer.ok) {
      setFailure(answer);
      return setPhase("failed");
    }
    now.current.corrected = answer.value.corrected;
    setCorrected(answer.value.corrected);
    deck.state.value = new BoardState(answer.value);
    waiting.current.clear();
    setPhase("ready");
  };

  const more = async (stage: string): Promise<void> => {
    const column = deck.state.peek().column(stage);
    const after = column?.next.peek();
    if (!column || !after || column.phase.peek() === "more") return;
    const mine = turn.current;
    column.phase.value = "more";
    const params = query();
    params.set("after", after);
    params.set("limit", `${MORE}`);
    const answer = await call<CardsPage>("GET", `${path}/stages/${stage}/cards?${params}`);
    if (mine !== turn.current) return;
    column.phase.value = answer.ok ? "ready" : "failed";
    if (answer.ok) deck.state.peek().append(stage, answer.value);
  };

  /** Asks for what changed, a few hundred at a time, until nothing waits. */
  const freshen = async (): Promise<void> => {
    if (asking.current) return;
    const ids = [...waiting.current].slice(0, BY_IDS);
    if (ids.length === 0) return;
    for (const id of ids) waiting.current.delete(id);
    asking.current = true;
    const [mine, move] = [turn.current, moves.current];
    const { shown, corrected } = now.current;
    const answer = await post<Refreshed>(`${path}/cards`, {
      ids,
      text: corrected ?? shown.text,
      filter: shown.filter,
    });
    asking.current = false;
    if (mine === turn.current) {
      if (answer.ok) take(ids, answer.value, move);
      else for (const id of ids) waiting.current.add(id);
    }
    if (answer.ok) await freshen();
  };

  const take = (ids: readonly string[], { cards, names, totals }: Refreshed, move: number) => {
    const state = deck.state.peek();
    const columns = state.columns.map(({ stage }) => stage.id);
    // Somebody changed the stages of the pipeline.
    if (totals.length !== columns.length || totals.some(({ stage }, n) => stage !== columns[n])) return void load();
    const came = new Map(cards.map((card) => [card.id, card]));
    for (const id of ids) {
      if (moving.current.has(id)) continue;
      const card = came.get(id);
      const known = state.card(id)?.peek().card;
      if (!card) state.remove(id);
      else if (!known || card.version >= known.version) state.put(card, { names });
    }
    if (moving.current.size === 0 && move === moves.current) state.setTotals(totals);
    else settle();
  };

  /** The totals once more, when the moves have come to rest. */
  const settle = () => {
    clearTimeout(again.current);
    again.current = setTimeout(() => {
      const [id] = deck.state.peek().ids();
      if (id) refresh([id]);
    }, CALM_MS);
  };

  const refresh = (ids: Iterable<string>) => {
    for (const id of ids) waiting.current.add(id);
    void freshen();
  };

  /** Something may have been missed: the first cards anew, and the others that are loaded by their ids. */
  const resync = async (): Promise<void> => {
    const mine = turn.current;
    const move = moves.current;
    const answer = await call<Board>("GET", `${path}?${query()}`);
    if (!answer.ok || mine !== turn.current) return;
    const state = deck.state.peek();
    const { columns, names } = answer.value;
    const cards = columns.flatMap((column) => column.cards);
    take(cards.map(({ id }) => id), { cards, names, totals: columns.map(({ totals }) => totals) }, move);
    const first = new Set(cards.map(({ id }) => id));
    refresh(state.ids().filter((id) => !first.has(id)).slice(0, MOST_AGAIN));
  };

  const status = useLive("deal", { changed: refresh, all: () => void resync() });

  const show = (next: BoardFilter) => {
    now.current.shown = next;
    setShown(next);
    const params = new URLSearchParams();
    if (next.text) params.set("text", next.text);
    if (next.filter.length > 0) params.set("filter", JSON.stringify(next.filter));
    history.replaceState(null, "", params.size > 0 ? `/board/${pipeline}?${params}` : `/board/${pipeline}`);
    deck.chosen.value = new Set();
    void load();
  };

  useEffect(() => () => clearTimeout(again.current), []);
  const hold = useMemo(() => ({
    begin(ids: readonly string[]) {
      moves.current++;
      for (const id of ids) moving.current.set(id, (moving.current.get(id) ?? 0) + 1);
    },
    end(ids: readonly string[]) {
      moves.current++;
      for (const id of ids) {
        const left = (moving.current.get(id) ?? 1) - 1;
        if (left > 0) moving.current.set(id, left);
        else moving.current.delete(id);
      }
    },
    /** Another move of the card is still on its way. */
    has: (id: string) => (moving.current.get(id) ?? 0) > 1,
  }), []);

  return { shown, corrected, phase, failure, status, load, more, refresh, show, hold };
}

export type BoardHook = ReturnType<typeof useBoard>;
