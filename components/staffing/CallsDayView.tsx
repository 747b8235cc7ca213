/** One day: told and come by interval, and who is needed beside who is on the list. */
import { useMemo } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import { timeOf, type Zone } from "@/components/time/format.ts";
import type { CallsDay } from "@/ml/intraday/day.ts";
import { type DayWith, readDay } from "@/components/staffing/calls_day.ts";
import { CallsDayTable } from "@/components/staffing/CallsDayTable.tsx";
import { Plot } from "@/components/staffing/Plot.tsx";
import { type Say, sayIn } from "@/components/staffing/say.ts";
import { Tile, Tiles } from "@/components/staffing/Tiles.tsx";

export interface CallsDayViewProps {
  data: CallsDay & { planned: NonNullable<CallsDay["planned"]> };
  zone: Zone;
  within: number;
  /** Where the day is staffed. */
  staffing: string;
}

export function CallsDayView(props: CallsDayViewProps) {
  const t = useT();
  const { data, zone } = props;
  const say = useMemo(() => sayIn(zone.locale), [zone.locale]);
  const read = useMemo(() => readDay(data), [data]);
  const { planned, served, later, from, scheduled } = data;
  const slots = planned.expected.length;
  const today = data.day === data.today;
  const now = today && served && from < slots
    ? from + (data.now - data.edges[from]) / (data.edges[from + 1] - data.edges[from])
    : null;
  const calls = served?.map((one) => one?.calls ?? null) ?? [];
  const ahead = (list: readonly number[]) => list.map((one, slot) => later && slot < from ? null : one);
  return (
    <>
      <DayTiles {...props} say={say} read={read} />
      <section class="card report-panel" aria-label={t("staffing.calls.chart")}>
        <header>
          <h2>{t("staffing.calls.chart")}</h2>
          {today && <span class="quiet small-text">{t("staffing.at", { time: timeOf(data.now, zone) })}</span>}
        </header>
        <Plot
          label={t("staffing.calls.chart.label", {
            told: say.whole(read.told),
            came: served ? say.whole(read.cameInAll) : "–",
          })}
          shape={{
            names: read.names,
            now,
            label: say.fine,
            layers: [
              { kind: "band", token: "--accent", values: ahead(read.looks.high), low: ahead(read.looks.low) },
              { kind: "bars", token: "--talking", values: calls },
              ...later ? [{ kind: "dash" as const, token: "--ink-3", values: planned.expected }] : [],
              { kind: "line", token: "--accent", values: ahead(read.looks.expected) },
            ],
          }}
          legend={[
            ...served ? [{ token: "--talking", kind: "bar", text: t("staffing.came") }] : [],
            { token: "--accent", kind: "line", text: t(later ? "staffing.as-it-looks" : "staffing.told") },
            { token: "--accent", kind: "band", text: t("staffing.band", { level: say.percent(planned.level) }) },
            ...later ? [{ token: "--ink-3", kind: "dash", text: t("staffing.told.morning") }] : [],
          ]}
          tell={(slot) =>
            t("staffing.calls.point", {
              time: read.names[slot],
              told: say.fine(read.looks.expected[slot]),
              low: say.fine(read.looks.low[slot]),
              high: say.fine(read.looks.high[slot]),
              came: say.whole(calls[slot]),
            })}
        >
          {t("staffing.point.hint")}
        </Plot>
      </section>
      <section class="card report-panel" aria-label={t("staffing.people.chart")}>
        <header>
          <h2>{t("staffing.people.chart")}</h2>
          <a class="btn small plain" href={props.staffing}>{t("staffing.people.open")}</a>
        </header>
        <Plot
          label={t("staffing.people.chart.label")}
          shape={{
            names: read.names,
            now,
            label: say.whole,
            ...(scheduled && { gap: { needed: 0, there: 1 } }),
            layers: [
              { kind: "step", token: "--accent", values: read.needed },
              ...scheduled ? [{ kind: "step" as const, token: "--ink-2", values: scheduled.people }] : [],
            ],
          }}
          legend={[
            { token: "--accent", kind: "line", text: t("staffing.needed") },
            ...scheduled
              ? [
                { token: "--ink-2", kind: "line", text: t("staffing.on-list") },
                { token: "--danger", kind: "band", text: t("staffing.under") },
                { token: "--ready", kind: "band", text: t("staffing.over") },
              ]
              : [],
          ]}
          tell={(slot) =>
            t("staffing.people.point", {
              time: read.names[slot],
              needed: say.whole(read.needed[slot]),
              there: scheduled ? say.fine(scheduled.people[slot]) : "–",
            })}
        >
          {scheduled
            ? t("staffing.list.note", { members: scheduled.members, shared: scheduled.shared })
            : t("staffing.list.none")}
        </Plot>
      </section>
      <CallsDayTable data={data as DayWith} read={read} say={say} />
    </>
  );
}

function DayTiles(props: CallsDayViewProps & { say: Say; read: ReturnType<typeof readDay> }) {
  const t = useT();
  const { data, say, read, within } = props;
  const { gap, byEnd } = read;
  const off = read.toldSoFar > 0 ? read.came / read.toldSoFar - 1 : null;
  return (
    <Tiles>
      {data.served && (
        <Tile title={t(read.ended ? "staffing.kpi.came" : "staffing.kpi.so-far")} value={say.whole(read.cameInAll)}>
          {off === null
            ? t("staffing.kpi.so-far.none")
            : t("staffing.kpi.so-far.hint", { told: say.whole(read.toldSoFar), off: say.signedPercent(off) })}
        </Tile>
      )}
      {byEnd
        ? (
          <Tile title={t("staffing.kpi.by-end")} value={say.whole(byEnd.expected)}>
            {t("staffing.kpi.by-end.hint", {
              low: say.whole(byEnd.low),
              high: say.whole(byEnd.high),
              told: say.whole(read.told),
              rest: say.whole(byEnd.toCome),
            })}
          </Tile>
        )
        : (
          <Tile title={t("staffing.kpi.told")} value={say.whole(read.told)}>
            {t("staffing.kpi.told.hint", { day: say.day(data.planned.madeOn) })}
          </Tile>
        )}
      {data.served && (
        <Tile
          title={t("staffing.kpi.level", { within: say.whole(within) })}
          value={say.percent(read.level)}
          tone={tone(read.level, data.kept.settings.serviceLevel?.share)}
        >
          {t("staffing.kpi.level.hint", {
            target: data.kept.settings.serviceLevel ? say.percent(data.kept.settings.serviceLevel.share) : "–",
            abandoned: read.abandoned,
          })}
        </Tile>
      )}
      {gap && (
        <Tile
          title={t("staffing.kpi.gap")}
          value={gap.worst ? say.fine(gap.worst.missing) : t("staffing.kpi.gap.none")}
          tone={gap.worst ? "bad" : "good"}
        >
          {gap.worst
            ? t("staffing.kpi.gap.hint", { time: read.names[gap.worst.slot], hours: say.fine(gap.under) })
            : t("staffing.kpi.gap.over", { hours: say.fine(gap.over) })}
        </Tile>
      )}
    </Tiles>
  );
}

const tone = (level: number | null, target: number | undefined) =>
  level === null || target === undefined ? undefined : level >= target ? "good" as const : "bad" as const;
