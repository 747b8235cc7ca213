/** On phones one column fills the screen: tabs name the columns, a swipe goes to the next. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Deck } from "@/components/pipeline/deck.ts";

export function StageTabs(props: { deck: Deck; columns: RefObject<HTMLDivElement> }) {
  const { deck } = props;
  const { t } = deck;
  const state = deck.state.value;
  const [here, setHere] = useState(state.columns[0]?.stage.id);
  useEffect(() => {
    const box = props.columns.current!;
    const look = () => {
      const at = Math.round(box.scrollLeft / Math.max(1, box.clientWidth));
      setHere(deck.state.peek().columns[at]?.stage.id);
    };
    box.addEventListener("scroll", look, { passive: true });
    return () => box.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    document.querySelector(`.bd-tabs [data-stage="${here}"]`)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <nav class="bd-tabs" aria-label={t("board.stages")}>
      {state.columns.map(({ stage, totals }) => (
        <button
          type="button"
          key={stage.id}
          data-stage={stage.id}
          data-colour={stage.colour}
          aria-current={stage.id === here ? "true" : undefined}
          onClick={() =>
            props.columns.current?.querySelector(`.bd-column[data-stage="${stage.id}"]`)
              ?.scrollIntoView({ block: "nearest", inline: "start", behavior: "smooth" })}
        >
          <i class="bd-dot" aria-hidden="true" />
          {stage.name}
          <span class="quiet">{totals.value.deals}</span>
        </button>
      ))}
    </nav>
  );
}
