/** What can be done to the chosen cards. It stands over the board's end while any are chosen. */
import { ArrowRightLeft, Trash2, X } from "lucide-preact";
import { post } from "@/components/api.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import type { Moves } from "@/components/pipeline/moves.ts";
import { toast } from "@/components/toast.ts";

export function ChosenBar(props: { deck: Deck; moves: Moves; onChanged(ids: readonly string[]): void }) {
  const { deck, moves } = props;
  const { t, setup } = deck;
  const ids = [...deck.chosen.value];
  if (ids.length === 0) return null;
  const mine = ids.filter((id) => deck.state.value.card(id)?.value.card.edit);
  const remove = async () => {
    const before = mine.flatMap((id) => deck.state.peek().card(id)?.peek().card ?? []);
    deck.chosen.value = new Set();
    for (const id of mine) deck.state.peek().remove(id);
    const answer = await post<{ changed: number; undo: string | null }>("/api/v1/deals/delete", {
      select: { ids: mine },
    });
    if (!answer.ok) {
      for (const card of before) deck.state.peek().put(card, { own: true });
      toast("bad", t(answer.code, answer.detail), { label: t("shell.retry"), run: () => void remove() });
    } else {
      const { changed, undo } = answer.value;
      const way = undo ? moves.remember({ undo, before }) : undefined;
      toast("good", t("board.chosen.deleted", { count: changed }), way);
    }
    props.onChanged(mine);
  };
  return (
    <div class="rl-bulk bd-chosen" role="region" aria-label={t("board.chosen.bar")}>
      <span class="rl-bulk-count" role="status">{t("board.chosen", { count: ids.length })}</span>
      <span class="grow" />
      {mine.length > 0 && (
        <button
          type="button"
          class="btn small primary"
          aria-haspopup="menu"
          onClick={(event) => deck.menu.value = { ids: mine, from: event.currentTarget }}
        >
          <ArrowRightLeft size={15} aria-hidden="true" />
          {t("board.move")}
        </button>
      )}
      {setup.may.delete && mine.length > 0 && (
        <button
          type="button"
          class="btn small danger-quiet"
          onClick={() => void remove()}
        >
          <Trash2 size={15} aria-hidden="true" />
          {t("board.chosen.delete")}
        </button>
      )}
      <button
        type="button"
        class="btn icon small plain"
        aria-label={t("board.chosen.none")}
        title={t("board.chosen.none")}
        onClick={() => deck.chosen.value = new Set()}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
