/** Months as columns: parts on each other, the interval as a whisker, the quota as a mark; each leads to its deals. */
import type { RevenueSay } from "@/components/revenue/say.ts";

export interface ColumnPart {
  tone: "won" | "open" | "coming" | "told";
  minor: number;
  href?: string;
  /** In words, for whoever does not see the column. */
  title: string;
}

export interface Column {
  key: string;
  label: string;
  parts: ColumnPart[];
  low?: number;
  high?: number;
  mark?: { minor: number; title: string } | null;
}

const LINES = 4;
/** Some languages write one letter behind a year; a column has no room for it. */
const YEAR_SIGN = /^\p{L}\.$/u;

export function Columns(props: { columns: readonly Column[]; say: RevenueSay; label: string; today?: number }) {
  const { columns, say } = props;
  const most = Math.max(
    1,
    ...columns.map(({ parts, high, mark }) => Math.max(high ?? 0, mark?.minor ?? 0, sum(parts))),
  );
  const top = roundUp(most);
  const at = (minor: number) => `${Math.min(100, 100 * minor / top)}%`;
  return (
    <div class="rev-columns" role="group" aria-label={props.label}>
      <div class="rev-axis" aria-hidden="true">
        {Array.from(
          { length: LINES + 1 },
          (_, n) => <span key={n} style={{ bottom: `${100 * n / LINES}%` }}>{say.short(top * n / LINES)}</span>,
        )}
      </div>
      <ol style={{ "--count": columns.length }}>
        {columns.map((column, n) => (
          <li key={column.key} data-first={n === props.today}>
            <div class="rev-stack">
              {column.parts.map((part) => {
                const style = { height: at(part.minor) };
                const text = `${column.label}: ${part.title}, ${say.money(part.minor)}`;
                return part.href && part.minor > 0
                  ? (
                    <a
                      key={part.tone}
                      href={part.href}
                      data-tone={part.tone}
                      style={style}
                      title={text}
                      aria-label={text}
                    />
                  )
                  : <i key={part.tone} data-tone={part.tone} style={style} title={text} />;
              })}
              {column.high !== undefined && column.low !== undefined && column.high > column.low && (
                <span
                  class="rev-whisker"
                  style={{ bottom: at(column.low), height: at(column.high - column.low) }}
                  title={say.range(column.low, column.high)}
                />
              )}
              {column.mark && (
                <span
                  class="rev-mark"
                  style={{ bottom: at(column.mark.minor) }}
                  title={`${column.mark.title}: ${say.money(column.mark.minor)}`}
                />
              )}
            </div>
            <span class="rev-label">
              {column.label.split(" ").filter((word) => !YEAR_SIGN.test(word)).map((word) => (
                <span key={word}>{word}</span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const sum = (parts: readonly ColumnPart[]) => parts.reduce((all, { minor }) => all + minor, 0);

/** The next of 1, 2, 2.5, 4, 5, 8 × a power of ten: its quarters are round too. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10].find((step) => step * power >= value)) ?? 10) * power;
}
