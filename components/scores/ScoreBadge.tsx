/** A score as one number with a mark of its height: for lists and cards of the board. */
import type { Translate } from "@/components/i18n.ts";
import { toneOf } from "@/components/scores/words.ts";

export function ScoreBadge(props: { score: number; t: Translate }) {
  const { score, t } = props;
  const said = t("scores.badge", { score });
  return (
    <span class="score-badge" data-tone={toneOf(score)} title={said}>
      <span class="score-mark" style={{ "--score": score / 100 }} aria-hidden="true" />
      <span aria-hidden="true">{score}</span>
      <span class="unseen">{said}</span>
    </span>
  );
}
