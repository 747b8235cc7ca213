/** How a score changed, as a small line of steps: it holds until it is told anew. */
import { useT } from "@/components/i18n.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";

const WIDTH = 240, HEIGHT = 36, PAD = 3;
const SAID = 6;

export function History(props: { history: readonly { at: string; score: number }[]; zone: Zone }) {
  const t = useT();
  const { history, zone } = props;
  if (history.length < 2) return null;
  const times = history.map(({ at }) => Date.parse(at));
  const [from, to] = [times[0], times[times.length - 1]];
  const x = (at: number) => PAD + (WIDTH - 2 * PAD) * (to === from ? 1 : (at - from) / (to - from));
  const y = (score: number) => PAD + (HEIGHT - 2 * PAD) * (1 - score / 100);
  const path = history.map(({ score }, n) =>
    n === 0 ? `M${x(times[n]).toFixed(1)} ${y(score).toFixed(1)}` : `H${x(times[n]).toFixed(1)}V${y(score).toFixed(1)}`
  ).join("");
  const list = history.slice(-SAID).map(({ at, score }) => `${dateTimeOf(Date.parse(at), zone)}: ${score}`).join("; ");
  return (
    <svg
      class="score-history"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("scores.panel.history", { list })}
      preserveAspectRatio="none"
    >
      <title>{list}</title>
      <path d={`M${PAD} ${y(50)}H${WIDTH - PAD}`} class="middle" />
      <path d={path} class="line" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
