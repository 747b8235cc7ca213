/**
 * The person's moves: painted at once, sent after it, taken back when they are refused, and undone. One move of a card
 * waits for the one before it; cards of others are not touched.
 */
import { type Answer, post } from "@/components/api.ts";
import type { BoardCard, Moved } from "@/crm/board/types.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import { cardElement, type Deck, nameOf } from "@/components/pipeline/deck.ts";
import { inStage, type Neighbours, neighboursAt, rankAt, type Target } from "@/components/pipeline/places.ts";
import type { BoardHook } from "@/components/pipeline/useBoard.ts";
import { serverNow } from "@/components/time/now.ts";
import { toast } from "@/components/toast.ts";

type Refused = Extract<Answer<unknown>, { ok: false }>;

/** What a stage asks before a deal enters; null: the person gave it up. */
export type Ask = (question: {
  stage: PipelineStage;
  names: string[];
  /** Keys of fields that must be filled. */
  fields: readonly string[];
}) => Promise<Record<string, unknown> | null>;

interface Way {
  undo: string;
  before: readonly BoardCard[];
}

const MOST_UNDO = 50;

export function moves(deck: Deck, board: () => BoardHook, ask: Ask) {
  const { t } = deck;
  const ways: Way[] = [];
  const queues = new Map<string, Promise<unknown>>();
  const state = () => deck.state.peek();
  const stageOf = (id: string) => state().column(id)!.stage;
  const labels = new Map(deck.setup.fields.map(({ key, label }) => [key, label]));
  const why = ({ code, detail }: Refused) => {
    if (code === "records.error.changed") return t("board.changed");
    if (code === "records.error.no-record") return t("board.gone");
    const fields = `${detail?.fields ?? ""}`.split(",").map((key) => labels.get(key) ?? key).join(", ");
    return t(code, { ...detail, fields });
  };

  /** Shows cards in another place; answers how they were. */
  const paint = (ids: readonly string[], stage: string, at: Pick<Neighbours, "after" | "before">): BoardCard[] => {
    const before: BoardCard[] = [];
    const to = stageOf(stage);
    const now = serverNow();
    let below = at.before && state().card(at.before)?.peek().card.rank || null;
    const above = at.after && state().card(at.after)?.peek().card.rank || null;
    for (const id of ids) {
      const card = state().card(id)?.peek().card;
      if (!card) continue;
      before.push(card);
      const rank = rankAt(above, below, now);
      const next = inStage(card, { from: state().column(card.stage)?.stage, to }, { rank, now });
      below = rank;
      state().shift(card, card.stage, next);
      state().put(next, { own: true, pending: true });
    }
    return before;
  };

  const putBack = (before: readonly BoardCard[]) => {
    for (const card of before) {
      const now = state().card(card.id)?.peek().card;
      if (now) state().shift(now, now.stage, card);
      state().put(card, { own: true });
    }
  };

  /** Runs after what is already on its way for these cards. */
  const after = <T>(ids: readonly string[], work: () => Promise<T>): Promise<T> => {
    const earlier = Promise.all(ids.map((id) => queues.get(id)));
    const mine = earlier.then(work);
    const settled = mine.catch(() => {});
    for (const id of ids) queues.set(id, settled);
    return mine;
  };

  const remember = (way: Way) => {
    ways.push(way);
    if (ways.length > MOST_UNDO) ways.shift();
    return { label: t("card.undo"), run: () => void undo(way) };
  };

  /** What the stage is known to ask, before anybody is asked: fields of the card that are empty, and why it was lost. */
  const asked = (stage: PipelineStage, card: BoardCard | undefined): string[] =>
    stage.required.filter((key) => card && key in card.values && isBlank(card.values[key]));
  const asksReason = (stage: PipelineStage) =>
    stage.type === "lost" && deck.setup.fields.some(({ key, edit }) => key === "lossReason" && edit);

  const one = async (id: string, target: Target): Promise<void> => {
    const card = state().card(id)?.peek().card;
    if (!card?.edit) return;
    const order = state().column(target.stage)!.order.peek();
    const at = neighboursAt(order, target.gap, new Set([id]));
    if (card.stage === target.stage && order.indexOf(id) === at.at) return;
    await send(id, { stage: target.stage, at, was: card.stage });
  };

  const send = async (
    id: string,
    move: { stage: string; at: Pick<Neighbours, "after" | "before">; was: string; values?: Record<string, unknown> },
  ): Promise<void> => {
    const hold = board().hold;
    hold.begin([id]);
    const before = paint([id], move.stage, move.at);
    const [card] = before;
    if (!card) return hold.end([id]);
    const name = nameOf(deck, id);
    const stage = stageOf(move.stage);
    let values = move.values;
    let answer: Answer<Moved>;
    const fields = asked(stage, card);
    if (move.stage !== move.was && !values && (fields.length > 0 || asksReason(stage))) {
      const given = await ask({ stage, names: [name], fields });
      if (!given) return giveUp();
      values = given;
    }
    for (;;) {
      answer = await after([id], () =>
        post<Moved>(`/api/v1/deals/${id}/move`, {
          stage: move.stage,
          after: move.at.after,
          before: move.at.before,
          was: move.was,
          values: values ?? {},
        }));
      if (answer.ok || answer.code !== "deals.error.stage-needs") break;
      const fields = `${answer.detail?.fields ?? ""}`.split(",").filter(Boolean);
      const more = await ask({ stage, names: [name], fields });
      if (!more) return giveUp();
      values = { ...values, ...more };
    }
    const last = !hold.has(id);
    hold.end([id]);
    if (answer.ok) {
      if (last) state().put(answer.value.card, { names: answer.value.names, own: true });
      if (!answer.value.undo) return;
      const undoing = remember({ undo: answer.value.undo, before });
      if (move.stage !== move.was) toast("good", t("board.moved", { name, stage: stage.name }), undoing);
      return;
    }
    if (last) putBack(before);
    deck.said.value = t("board.refused", { name, why: why(answer) });
    toast("bad", t("board.refused", { name, why: why(answer) }), {
      label: t("shell.retry"),
      run: () => {
        const now = state().card(id)?.peek().card;
        if (now) void send(id, { ...move, was: now.stage, values });
      },
    });
    board().refresh([id]);

    function giveUp() {
      hold.end([id]);
      putBack(before);
      focus(id);
    }
  };

  /** Several at once stand on top of the column, the way the server puts them: one after another by their ids. */
  const many = async (given: readonly string[], stage: string): Promise<void> => {
    const ids = given.filter((id) => {
      const card = state().card(id)?.peek().card;
      return card?.edit && card.stage !== stage;
    }).sort();
    if (ids.length === 0) return;
    const hold = board().hold;
    hold.begin(ids);
    const before = paint(ids, stage, { after: null, before: state().column(stage)!.order.peek()[0] ?? null });
    const to = stageOf(stage);
    let values: Record<string, unknown> | null = {};
    if (asksReason(to)) values = await ask({ stage: to, names: ids.map((id) => nameOf(deck, id)), fields: [] });
    if (!values) {
      hold.end(ids);
      return putBack(before);
    }
    const answer = await after(ids, () =>
      post<{ changed: number; undo: string | null }>("/api/v1/deals/bulk", {
        select: { ids },
        values: { ...values, stage },
      }));
    hold.end(ids);
    deck.chosen.value = new Set();
    if (!answer.ok) {
      putBack(before);
      toast("bad", t("board.refused.many", { why: why(answer) }), {
        label: t("shell.retry"),
        run: () => void many(ids, stage),
      });
    } else {
      const { changed, undo } = answer.value;
      const word = t("board.moved.many", { count: changed, stage: to.name });
      const left = ids.length - changed;
      toast(
        left > 0 ? "info" : "good",
        left > 0 ? `${word}. ${t("board.moved.skipped", { count: left })}` : word,
        undo ? remember({ undo, before }) : undefined,
      );
    }
    board().refresh(ids);
  };

  /** Takes a move back, the last one when none is named. */
  const undo = async (way: Way | undefined = ways.at(-1)): Promise<void> => {
    if (!way) return toast("info", t("board.undo.nothing"));
    if (!ways.includes(way)) return;
    ways.splice(ways.indexOf(way), 1);
    const ids = way.before.map(({ id }) => id);
    const hold = board().hold;
    hold.begin(ids);
    const now = ids.flatMap((id) => state().card(id)?.peek().card ?? []);
    putBack(way.before);
    const answer = await after(ids, () => post<{ changed: number }>(`/api/v1/undo/${way.undo}`));
    hold.end(ids);
    if (!answer.ok || answer.value.changed === 0) {
      putBack(now);
      toast("bad", answer.ok ? t("board.undone.many", { count: 0 }) : why(answer));
    } else {
      const { changed } = answer.value;
      const [id] = ids;
      const word = ids.length === 1
        ? t("board.undone", { name: nameOf(deck, id) })
        : t("board.undone.many", { count: changed });
      deck.said.value = word;
      toast("good", word);
      focus(id);
    }
    board().refresh(ids);
  };

  return { one, many, undo, remember };
}

export type Moves = ReturnType<typeof moves>;

/** The card keeps the keys after it stands elsewhere. */
export function focus(id: string): void {
  requestAnimationFrame(() => cardElement(id)?.focus({ preventScroll: true }));
}

const isBlank = (value: unknown) =>
  value === null || value === undefined || value === "" || value === false ||
  (Array.isArray(value) && value.length === 0);
