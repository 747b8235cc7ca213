/** The site's figures at a glance: sums over the shown queues. */
import type { ComponentChildren } from "preact";
import type { QueueRow } from "@/web/live/protocol.ts";
import { type LiveTable, readRow } from "@/components/live.ts";
import {
  abandonedShare,
  fallingTone,
  risingTone,
  serviceLevel,
  serviceLevelAll,
  sumOf,
  type Thresholds,
  type Tone,
} from "@/components/board/service_level.ts";
import { now } from "@/components/time/now.ts";
import { clock, percent } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const FIELDS = [
  "waiting",
  "longestSince",
  "offered",
  "answered",
  "abandoned",
  "answeredInTime",
  "abandonedInTime",
  "asaMs",
  "serviceLevelMs",
] as const;

export interface AgentCounts {
  ready: number;
  talking: number;
  paused: number;
  loggedIn: number;
}

export function Kpis(
  props: { table: LiveTable; queues: readonly string[]; agents: AgentCounts; thresholds: Thresholds },
) {
  const t = useT();
  const { table, queues, thresholds } = props;
  const rows = queues.map((id) => readRow<QueueRow>(table, id, FIELDS)).filter((row) => row !== undefined);
  const sums = sumOf(rows);
  const waiting = rows.reduce((sum, row) => sum + (row.waiting ?? 0), 0);
  const since = rows.map((row) => row.longestSince).filter((at) => at !== null && at !== undefined);
  const longest = since.length > 0 ? Math.min(...since) : null;
  const level = serviceLevel(sums);
  const levelAll = serviceLevelAll(sums);
  const lost = abandonedShare(sums);
  const asa = sums.answered > 0
    ? rows.reduce((sum, row) => sum + (row.asaMs ?? 0) * (row.answered ?? 0), 0) / sums.answered
    : null;
  return (
    <dl class="kpis">
      <Kpi
        name="waiting"
        tone={risingTone(waiting, thresholds.waiting)}
        note={t("wallboard.kpi.waiting.note", { count: queues.length })}
      >
        {waiting}
      </Kpi>
      <LongestKpi since={longest} thresholds={thresholds} />
      <Kpi
        name="service-level"
        tone={fallingTone(level === null ? null : level * 100, thresholds.serviceLevel)}
        note={t("wallboard.kpi.service-level.note", { value: levelAll === null ? "–" : percent(levelAll, 1) })}
      >
        {level === null ? "–" : percent(level, 1)}
      </Kpi>
      <Kpi
        name="abandoned"
        tone={risingTone(lost === null ? null : lost * 100, thresholds.abandoned)}
        note={t("wallboard.kpi.abandoned.note", { count: sums.abandoned })}
      >
        {lost === null ? "–" : percent(lost, 1)}
      </Kpi>
      <Kpi name="answered" note={t("wallboard.kpi.answered.note", { asa: asa === null ? "–" : clock(asa) })}>
        {sums.answered}
      </Kpi>
      <Kpi
        name="agents"
        note={t("wallboard.kpi.agents.note", { talking: props.agents.talking, paused: props.agents.paused })}
      >
        {props.agents.ready}
      </Kpi>
    </dl>
  );
}

/** Ticks by itself, so that the other figures are not drawn each second. */
function LongestKpi(props: { since: number | null; thresholds: Thresholds }) {
  const t = useT();
  const { since, thresholds } = props;
  const waited = since === null ? null : now.value - since;
  return (
    <Kpi
      name="longest"
      tone={risingTone(waited === null ? null : waited / 1000, thresholds.longestSec)}
      note={t(since === null ? "wallboard.kpi.longest.none" : "wallboard.kpi.longest.note")}
    >
      {waited === null ? "0:00" : clock(waited)}
    </Kpi>
  );
}

function Kpi(props: { name: string; tone?: Tone; note: string; children: ComponentChildren }) {
  const t = useT();
  return (
    <div class="kpi" data-tone={props.tone ?? "none"} data-kpi={props.name}>
      <dt>{t(`wallboard.kpi.${props.name}`)}</dt>
      <dd>{props.children}</dd>
      <dd>{props.note}</dd>
    </div>
  );
}
