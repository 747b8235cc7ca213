/** The head of a column: its stage, how many deals it holds and what they come to. */
import { CircleCheck, CircleX, Plus } from "lucide-preact";
import type { ColumnTotals } from "@/crm/board/types.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import { sumsText } from "@/components/pipeline/words.ts";

export function ColumnHead(props: { stage: PipelineStage; totals: ColumnTotals; deck: Deck; onCreate(): void }) {
  const { stage, totals, deck } = props;
  const { t, setup } = deck;
  const { sum, weighted } = sumsText(totals.sums, setup.zone.locale);
  const limit = stage.wipLimit;
  const Type = stage.type === "won" ? CircleCheck : stage.type === "lost" ? CircleX : null;
  return (
    <header class="bd-head">
      <div class="bd-head-line">
        {Type
          ? <Type size={15} class="bd-type" aria-label={t(`board.type.${stage.type}`)} />
          : <i class="bd-dot" aria-hidden="true" />}
        <h2 class="clip" title={stage.name}>{stage.name}</h2>
        <span
          class="badge bd-count"
          data-tone={limit !== null && totals.deals >= limit ? "warn" : undefined}
          title={limit === null ? undefined : t("board.wip.hint", { count: totals.deals, limit })}
        >
          {limit !== null
            ? t("board.wip", { count: totals.deals, limit })
            : t(totals.more ? "board.count-more" : "board.count", { count: totals.deals })}
        </span>
        <span class="grow" />
        {setup.may.edit && (
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("board.new-in", { stage: stage.name })}
            title={t("board.new-in", { stage: stage.name })}
            onClick={props.onCreate}
          >
            <Plus size={15} aria-hidden="true" />
          </button>
        )}
      </div>
      <div class="bd-head-sums">
        <strong class="clip" title={sum}>{sum || "–"}</strong>
        {stage.type === "open" && sum !== "" && (
          <span class="quiet clip" title={t("board.weighted", { sum: weighted })}>
            {t("board.weighted.short", { sum: weighted })}
          </span>
        )}
        {stage.type === "open" && (
          <span class="bd-chance" title={t("board.probability", { percent: stage.probability })}>
            {stage.probability}%
          </span>
        )}
      </div>
    </header>
  );
}
