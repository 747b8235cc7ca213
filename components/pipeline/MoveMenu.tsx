/** "Move to…": the way for touch, keys and many cards at once. One menu for all cards. */
import { ArrowDownToLine, ArrowUpToLine, CornerDownRight } from "lucide-preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Deck } from "@/components/pipeline/deck.ts";
import type { Moves } from "@/components/pipeline/moves.ts";

export function MoveMenu(props: { deck: Deck; moves: Moves }) {
  const { deck, moves } = props;
  const { t } = deck;
  const panel = useRef<HTMLDivElement>(null);
  const open = deck.menu.value;
  const state = deck.state.value;
  useLayoutEffect(() => {
    const box = panel.current;
    if (!box) return;
    if (!open) {
      if (box.matches(":popover-open")) box.hidePopover();
      return;
    }
    box.showPopover();
    const at = open.from.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.right - width), innerWidth - width - 8);
    const top = at.bottom + 4 + height < innerHeight ? at.bottom + 4 : Math.max(8, at.top - height - 4);
    box.style.setProperty("--bd-left", `${left}px`);
    box.style.setProperty("--bd-top", `${top}px`);
    box.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
  }, [open]);
  useEffect(() => {
    const box = panel.current!;
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== "closed") return;
      const { from, ids } = deck.menu.peek() ?? {};
      deck.menu.value = null;
      // Keys go back to the card, unless they went elsewhere.
      if (box.contains(document.activeElement) || document.activeElement === document.body) {
        const card = from?.closest<HTMLElement>(".bd-card") ?? from;
        requestAnimationFrame(() =>
          (document.querySelector<HTMLElement>(`.bd-card[data-id="${ids?.[0]}"]`) ?? card)?.focus({
            preventScroll: true,
          })
        );
      }
    };
    box.addEventListener("beforetoggle", onToggle);
    return () => box.removeEventListener("beforetoggle", onToggle);
  }, []);
  const ids = open?.ids ?? [];
  const [single] = ids.length === 1 ? ids : [];
  const here = single ? state.card(single)?.value.card.stage : undefined;
  const go = (stage: string, gap = 0) => {
    deck.menu.value = null;
    if (single) void moves.one(single, { stage, gap });
    else void moves.many(ids, stage);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...panel.current!.querySelectorAll<HTMLElement>("button:not(:disabled)")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items.at((at + step + items.length) % items.length)?.focus();
  };
  return (
    <div
      ref={panel}
      popover="auto"
      role="menu"
      class="menu bd-menu"
      aria-label={t("board.move.title")}
      onKeyDown={onKeyDown}
    >
      {open && (
        <>
          <p class="menu-title" role="presentation">
            {single ? t("board.move.title") : t("board.move.many", { count: ids.length })}
          </p>
          {state.columns.map(({ stage, totals }) => {
            const full = stage.wipLimit !== null && totals.value.deals >= stage.wipLimit;
            return (
              <button
                type="button"
                role="menuitem"
                key={stage.id}
                data-stage={stage.id}
                data-colour={stage.colour}
                disabled={stage.id === here}
                onClick={() => go(stage.id)}
              >
                <i class="bd-dot" aria-hidden="true" />
                <span class="grow clip">{stage.name}</span>
                {stage.id === here
                  ? <small class="quiet">{t("board.move.here")}</small>
                  : full && <small class="quiet">{t("board.move.full")}</small>}
              </button>
            );
          })}
          {here !== undefined && (
            <>
              <hr />
              <button type="button" role="menuitem" onClick={() => go(here)}>
                <ArrowUpToLine size={15} aria-hidden="true" />
                {t("board.move.top")}
              </button>
              <button type="button" role="menuitem" onClick={() => go(here, state.column(here)!.order.peek().length)}>
                <ArrowDownToLine size={15} aria-hidden="true" />
                {t("board.move.bottom")}
              </button>
            </>
          )}
          {single && (
            <a role="menuitem" href={`/deals/${single}`}>
              <CornerDownRight size={15} aria-hidden="true" />
              {t("board.new.open")}
            </a>
          )}
        </>
      )}
    </div>
  );
}
