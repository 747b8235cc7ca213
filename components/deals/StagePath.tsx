/** The stages of a deal's pipeline in a row: where it stands, what is behind it, and a click moves it. */
import { Check, CircleX, Trophy } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import type { SalesSetup } from "@/components/deals/types.ts";
import { pathOf, placeOf } from "@/components/deals/stages.ts";
import type { Move } from "@/components/deals/useMove.ts";
import { useT } from "@/components/i18n.ts";

export function StagePath(props: { move: Move; sales: SalesSetup; mayMove: boolean; label: string }) {
  const t = useT();
  const { move, sales, mayMove } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On phones the path is longer than the screen; only the path itself scrolls.
    const [path, here] = [box.current, box.current?.querySelector<HTMLElement>('[aria-current="step"]')];
    if (path && here) path.scrollLeft = here.offsetLeft - path.offsetLeft - 40;
  }, [move.stage]);
  const place = placeOf(sales.pipelines, move.stage);
  if (!place) return null;
  const stages = pathOf(place);
  const at = stages.findIndex(({ id }) => id === place.stage.id);
  const open = place.stage.type === "open";
  /** Arrows walk, Enter moves: a slip of the finger is no move. */
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -stages.length, End: stages.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...box.current?.querySelectorAll<HTMLButtonElement>("button") ?? []];
    const from = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, from + step))]?.focus();
  };
  return (
    <div
      class="stage-path"
      role="group"
      aria-label={props.label}
      aria-busy={move.moving}
      ref={box}
      onKeyDown={onKeyDown}
    >
      {stages.map((stage, n) => {
        const here = stage.id === place.stage.id;
        const Icon = stage.type === "won" ? Trophy : stage.type === "lost" ? CircleX : null;
        const done = open && stage.type === "open" && n < at;
        return (
          <button
            key={stage.id}
            type="button"
            class="stage-step"
            data-colour={stage.colour}
            data-type={stage.type}
            data-done={done || undefined}
            aria-current={here ? "step" : undefined}
            // Reached by Tab at the stage where it stands.
            tabIndex={here ? 0 : -1}
            aria-disabled={!mayMove || stage.archived || undefined}
            title={t(here ? "deals.stands" : "deals.move-to", { stage: stage.name, percent: stage.probability })}
            onClick={() => mayMove && !stage.archived && move.to(stage)}
          >
            {done && <Check size={13} aria-hidden="true" />}
            {Icon && <Icon size={13} aria-hidden="true" />}
            <span>{stage.name}</span>
          </button>
        );
      })}
    </div>
  );
}
