/** Conversion by stage: a bar of what became of the deals that came in, and the same in numbers. */
import type { TableProps } from "@/components/reports/Tables.tsx";
import type { StageRow } from "@/crm/reports/types.ts";
import { useT } from "@/components/i18n.ts";

const PARTS = ["on", "back", "here", "lost"] as const;
const WORDS = { on: "on", back: "back", here: "here", lost: "lost-here" } as const;

export function Stages(props: TableProps) {
  const t = useT();
  const { report, say } = props;
  const { rows } = report.stages;
  const most = Math.max(1, ...rows.map(({ entered }) => entered));
  const share = (row: StageRow, part: number) => row.entered > 0 ? say.percent(part / row.entered) : "";
  return (
    <>
      <ul class="stage-legend" aria-hidden="true">
        {PARTS.map((part) => (
          <li key={part} data-part={part}>
            <i />
            {t(`reports.col.${WORDS[part]}`)}
          </li>
        ))}
      </ul>
      <table class="table">
        <thead>
          <tr>
            {["stage", "entered", "on", "back", "lost-here", "here", "won-in-the-end", "median"].map((key, n) => (
              <th scope="col" key={key} class={n > 0 ? "num" : undefined}>{t(`reports.col.${key}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-colour={row.colour}>
              <th scope="row" class="stage-cell">
                <span class="stage-name">{row.name}</span>
                <span class="stage-flow" style={{ "--share": row.entered / most }} aria-hidden="true">
                  {row.type === "open"
                    ? PARTS.map((part) =>
                      row[part] > 0 && <i key={part} data-part={part} style={{ flexGrow: row[part] }} />
                    )
                    : row.entered > 0 && <i style={{ flexGrow: 1 }} />}
                </span>
              </th>
              <td class="num">{say.count(row.entered)}</td>
              {row.type === "open"
                ? (
                  <>
                    <td class="num">
                      {say.count(row.on)} <small class="quiet">{share(row, row.on)}</small>
                    </td>
                    <td class="num">{say.count(row.back)}</td>
                    <td class="num">
                      {say.count(row.lost)} <small class="quiet">{share(row, row.lost)}</small>
                    </td>
                    <td class="num">{say.count(row.here)}</td>
                    <td class="num">
                      {say.count(row.won)} <small class="quiet">{share(row, row.won)}</small>
                    </td>
                    <td class="num">
                      {say.days(row.medianSeconds === null ? null : row.medianSeconds / 86_400)}
                    </td>
                  </>
                )
                : <td colSpan={6} />}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
