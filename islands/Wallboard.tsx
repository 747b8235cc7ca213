/** The supervisor's wallboard. */
import { Maximize, Minimize, SlidersHorizontal } from "lucide-preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { QueueRow, SiteRow, WallAgentRow } from "@/web/live/protocol.ts";
import { type AgentFilter, Agents, shownAgents, STATE_ORDER } from "@/components/board/Agents.tsx";
import { ControlDialog } from "@/components/board/ControlDialog.tsx";
import { DayChart } from "@/components/board/DayChart.tsx";
import { type AgentCounts, Kpis } from "@/components/board/Kpis.tsx";
import { QueueTable } from "@/components/board/QueueTable.tsx";
import { areThresholds, DEFAULT_THRESHOLDS, type Thresholds } from "@/components/board/service_level.ts";
import { ThresholdsDialog } from "@/components/board/ThresholdsDialog.tsx";
import type { BoardSetup } from "@/components/board/types.ts";
import { useWall } from "@/components/board/wall.ts";
import { actor } from "@/components/desk/act.ts";
import { isRecordOfText, keep, kept } from "@/components/kept.ts";
import { type LiveTable, read } from "@/components/live.ts";
import { useTopic } from "@/components/topic.ts";
import { useT } from "@/components/i18n.ts";

const NO_FILTER = { team: "", queue: "", state: "" };

export default function Wallboard(props: { setup: BoardSetup }) {
  const t = useT();
  const { setup } = props;
  const table = useTopic("wallboard");
  const act = useMemo(() => actor(t), []);
  const [wall, setWall] = useWall(setup.wall);
  const [thresholds, setThresholds] = useState<Thresholds>(() => kept("thresholds", DEFAULT_THRESHOLDS, areThresholds));
  const [filter, setFilter] = useState<AgentFilter>(() => ({
    ...NO_FILTER,
    ...kept("board-filter", {}, isRecordOfText),
  }));
  const [target, setTarget] = useState<{ agent: string; name: string } | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);

  const rows = table.rows.value;
  const nameOf = (id: string) => read<QueueRow, "name">(table, id, "name") ?? "";
  const allQueues = rows.filter((id) => id.startsWith("q:")).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const queues = filter.queue && allQueues.includes(`q:${filter.queue}`) ? [`q:${filter.queue}`] : allQueues;
  const teams = [
    ...new Set(rows.filter((id) => id.startsWith("a:")).map((id) => read<WallAgentRow, "team">(table, id, "team"))),
  ]
    .filter((team) => !!team).sort() as string[];
  const change = (part: Partial<AgentFilter>) => {
    const next = { ...filter, ...part };
    setFilter(next);
    keep("board-filter", next);
  };
  const filtered = filter.team !== "" || filter.queue !== "" || filter.state !== "";
  const ids = shownAgents(table, filter);

  return (
    <>
      <div class="page-head">
        <div>
          <h1>{t("wallboard.title")}</h1>
          <p class="not-on-wall">
            <SiteLine table={table} />
          </p>
        </div>
        <div class="head-actions not-on-wall">
          <select
            class="select"
            aria-label={t("wallboard.filter.queue")}
            value={filter.queue}
            onChange={(event) => change({ queue: event.currentTarget.value })}
          >
            <option value="">{t("wallboard.filter.all-queues")}</option>
            {allQueues.map((id) => <option key={id} value={id.slice(2)}>{nameOf(id)}</option>)}
          </select>
          <button
            type="button"
            class="btn icon"
            title={t("wallboard.thresholds")}
            aria-label={t("wallboard.thresholds")}
            onClick={() => dialog.current?.showModal()}
          >
            <SlidersHorizontal size={16} aria-hidden="true" />
          </button>
          <button type="button" class="btn" onClick={() => setWall(!wall)}>
            {wall ? <Minimize size={16} aria-hidden="true" /> : <Maximize size={16} aria-hidden="true" />}
            {t("wallboard.wall")}
          </button>
        </div>
      </div>
      <div class="board-top">
        <Kpis table={table} queues={queues} agents={countAgents(table, rows)} thresholds={thresholds} />
        <DayChart table={table} queues={queues} zone={setup.zone} />
      </div>
      <QueueTable table={table} queues={queues} thresholds={thresholds} />
      <div class="board-section">
        <h2>
          {t("wallboard.agents")} <span class="badge">{ids.length}</span>
        </h2>
        <select
          class="select not-on-wall"
          aria-label={t("wallboard.filter.team")}
          value={filter.team}
          onChange={(event) => change({ team: event.currentTarget.value })}
        >
          <option value="">{t("wallboard.filter.all-teams")}</option>
          {teams.map((team) => <option key={team} value={team}>{team}</option>)}
        </select>
        <select
          class="select not-on-wall"
          aria-label={t("wallboard.filter.state")}
          value={filter.state}
          onChange={(event) => change({ state: event.currentTarget.value })}
        >
          <option value="">{t("wallboard.filter.on-line")}</option>
          <option value="all">{t("wallboard.filter.all-states")}</option>
          {STATE_ORDER.map((state) => <option key={state} value={state}>{t(`shell.state.${state}`)}</option>)}
        </select>
      </div>
      <Agents
        table={table}
        ids={ids}
        maySeeNumbers={setup.maySeeNumbers}
        control={setup.mayControl ? (agent, name) => setTarget({ agent, name }) : null}
        pauseReasons={setup.pauseReasons}
        clearFilter={filtered ? () => change(NO_FILTER) : null}
      />
      <ThresholdsDialog
        dialog={dialog}
        value={thresholds}
        change={(next) => {
          setThresholds(next);
          keep("thresholds", next);
        }}
      />
      <ControlDialog target={target} pauseReasons={setup.pauseReasons} act={act} close={() => setTarget(null)} />
    </>
  );
}

function SiteLine(props: { table: LiveTable }) {
  const t = useT();
  const telephony = read<SiteRow, "telephony">(props.table, "site", "telephony");
  const simulator = read<SiteRow, "simulator">(props.table, "site", "simulator");
  const journal = read<SiteRow, "journal">(props.table, "site", "journal");
  if (!telephony) return <>{t("wallboard.lead")}</>;
  return (
    <>
      {t(`wallboard.telephony.${telephony}`)}
      {simulator ? ` · ${t("wallboard.simulator")}` : ""}
      {journal && journal !== "ok" ? ` · ${t(`wallboard.journal.${journal}`)}` : ""}
    </>
  );
}

function countAgents(table: LiveTable, rows: readonly string[]): AgentCounts {
  const counts = { ready: 0, talking: 0, paused: 0, loggedIn: 0 };
  for (const id of rows) {
    if (!id.startsWith("a:")) continue;
    const state = read<WallAgentRow, "state">(table, id, "state");
    if (state && state !== "offline") counts.loggedIn++;
    if (state === "ready" || state === "talking" || state === "paused") counts[state]++;
  }
  return counts;
}
