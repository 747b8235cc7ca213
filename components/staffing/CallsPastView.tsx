/** The last four weeks: how far the tellings were off, and whether service went as the Erlang model says. */
import { useMemo } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import type { Zone } from "@/components/time/format.ts";
import type { CallsPast } from "@/ml/intraday/past.ts";
import { Plot } from "@/components/staffing/Plot.tsx";
import { oneIn, sayIn } from "@/components/staffing/say.ts";
import { Tile, Tiles } from "@/components/staffing/Tiles.tsx";

export function CallsPastView(props: { data: CallsPast; zone: Zone }) {
  const t = useT();
  const { data, zone } = props;
  const say = useMemo(() => sayIn(zone.locale), [zone.locale]);
  const { days, accuracy } = data;
  const serviced = days.filter(({ service }) => service !== null);
  const calls = serviced.reduce((sum, day) => sum + day.calls, 0);
  const mean = (of: (day: typeof serviced[number]) => number) =>
    calls > 0 ? serviced.reduce((sum, day) => sum + day.calls * of(day), 0) / calls : null;
  const told = mean(({ service }) => service!.told.serviceLevel);
  const seen = mean(({ service }) => service!.seen.serviceLevel);
  return (
    <>
      <Tiles>
        {accuracy.map(({ ahead, days, wape, wapeDay, within }) => {
          const one = oneIn(wape);
          return (
            <Tile
              key={ahead}
              title={t("staffing.past.ahead", { days: ahead })}
              value={days === 0 ? "–" : say.percent(wape)}
            >
              {days === 0 ? t("staffing.past.none") : t("staffing.past.hint", {
                one: one ?? 0,
                days,
                day: say.percent(wapeDay),
                within: say.percent(within),
              })}
            </Tile>
          );
        })}
        <Tile
          title={t("staffing.past.service", { within: say.whole(data.within) })}
          value={say.percent(seen)}
        >
          {t("staffing.past.service.hint", { told: say.percent(told) })}
        </Tile>
      </Tiles>
      <section class="card report-panel" aria-label={t("staffing.past.chart")}>
        <header>
          <h2>{t("staffing.past.chart")}</h2>
        </header>
        <Plot
          label={t("staffing.past.chart")}
          shape={{
            names: [...days.map(({ day }) => say.day(day)), ""],
            centred: true,
            label: say.whole,
            layers: [
              { kind: "bars", token: "--talking", values: days.map(({ calls }) => calls) },
              {
                kind: "band",
                token: "--accent",
                values: days.map(({ high }) => high),
                low: days.map(({ low }) => low),
              },
              { kind: "line", token: "--accent", values: days.map(({ told }) => told[0]) },
              { kind: "dash", token: "--hold", values: days.map(({ told }) => told[2]) },
            ],
          }}
          legend={[
            { token: "--talking", kind: "bar", text: t("staffing.came") },
            { token: "--accent", kind: "line", text: t("staffing.past.told", { days: 1 }) },
            { token: "--accent", kind: "band", text: t("staffing.band", { level: say.percent(data.level) }) },
            { token: "--hold", kind: "dash", text: t("staffing.past.told", { days: 28 }) },
          ]}
          tell={(slot) =>
            t("staffing.past.point", {
              day: say.day(days[slot].day),
              came: say.whole(days[slot].calls),
              one: say.whole(days[slot].told[0]),
              seven: say.whole(days[slot].told[1]),
              four: say.whole(days[slot].told[2]),
            })}
        >
          {t("staffing.point.hint")}
        </Plot>
      </section>
      <section class="card report-panel" aria-label={t("staffing.past.table")}>
        <header>
          <h2>{t("staffing.past.table")}</h2>
        </header>
        <p class="report-hint">{t("staffing.past.table.hint")}</p>
        <div
          class="report-table"
          tabIndex={0}
          role="region"
          aria-label={t("staffing.table.of", { name: t("staffing.past.table") })}
        >
          <table class="table">
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>{t("staffing.col.day")}</th>
                <th scope="col" rowSpan={2} class="num">{t("staffing.came")}</th>
                <th scope="colgroup" colSpan={3} class="num">{t("staffing.past.told.of")}</th>
                <th scope="col" rowSpan={2} class="num">{t("staffing.col.agent-hours")}</th>
                <th scope="colgroup" colSpan={2} class="num">{t("staffing.whatif.row.level")}</th>
                <th scope="colgroup" colSpan={2} class="num">{t("staffing.whatif.row.abandon")}</th>
              </tr>
              <tr>
                {data.accuracy.map(({ ahead }) => (
                  <th scope="col" class="num" key={ahead}>{t("staffing.past.days", { days: ahead })}</th>
                ))}
                {[0, 1].flatMap((n) => [
                  <th scope="col" class="num" key={`seen${n}`}>{t("staffing.col.seen")}</th>,
                  <th scope="col" class="num" key={`told${n}`}>{t("staffing.col.by-model")}</th>,
                ])}
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map((day) => (
                <tr key={day.day}>
                  <th scope="row">{say.weekday(day.day)} {say.day(day.day)}</th>
                  <td class="num">{say.whole(day.calls)}</td>
                  {day.told.map((one, n) => <td class="num" key={n}>{say.whole(one)}</td>)}
                  <td class="num">{say.fine(day.agentHours)}</td>
                  <td class="num">{say.percent(day.service?.seen.serviceLevel)}</td>
                  <td class="num">{say.percent(day.service?.told.serviceLevel)}</td>
                  <td class="num">{say.percent(day.service?.seen.abandon)}</td>
                  <td class="num">{say.percent(day.service?.told.abandon)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
