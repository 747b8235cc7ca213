/** The day in numbers, interval by interval: what the charts show. */
import { useT } from "@/components/i18n.ts";
import type { DayWith, readDay } from "@/components/staffing/calls_day.ts";
import type { Say } from "@/components/staffing/say.ts";

export function CallsDayTable(props: { data: DayWith; read: ReturnType<typeof readDay>; say: Say }) {
  const t = useT();
  const { data, read, say } = props;
  const { planned, served, later, scheduled } = data;
  return (
    <details class="card report-panel staff-fold">
      <summary>{t("staffing.table")}</summary>
      <div
        class="report-table"
        tabIndex={0}
        role="region"
        aria-label={t("staffing.table.of", { name: t("staffing.table") })}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("staffing.col.time")}</th>
              <th scope="col" class="num">{t("staffing.told")}</th>
              {later && <th scope="col" class="num">{t("staffing.as-it-looks")}</th>}
              {served && <th scope="col" class="num">{t("staffing.came")}</th>}
              {served && <th scope="col" class="num">{t("staffing.col.level")}</th>}
              <th scope="col" class="num">{t("staffing.needed")}</th>
              {scheduled && <th scope="col" class="num">{t("staffing.on-list")}</th>}
              {scheduled && <th scope="col" class="num">{t("staffing.col.gap")}</th>}
            </tr>
          </thead>
          <tbody>
            {planned.expected.map((told, slot) => {
              const one = served?.[slot] ?? null;
              const needed = read.needed[slot];
              const there = scheduled?.people[slot];
              const gap = there === undefined || needed === null ? null : there - needed;
              return (
                <tr key={slot} aria-current={slot === data.from && data.day === data.today ? "time" : undefined}>
                  <th scope="row">{read.names[slot]}</th>
                  <td class="num">
                    {say.fine(told)}{" "}
                    <small class="quiet">{say.fine(planned.low[slot])}–{say.fine(planned.high[slot])}</small>
                  </td>
                  {later && <td class="num">{slot < later.from ? "" : say.fine(later.expected[slot])}</td>}
                  {served && <td class="num">{say.whole(one?.calls)}</td>}
                  {served && <td class="num">{one && one.calls > 0 ? say.percent(one.inTime / one.calls) : "–"}</td>}
                  <td class="num">{say.whole(needed)}</td>
                  {scheduled && <td class="num">{say.fine(there)}</td>}
                  {scheduled && (
                    <td class="num" data-gap={gap === null || gap === 0 ? undefined : gap < 0 ? "under" : "over"}>
                      {gap === null ? "–" : say.signed(gap)}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
