/** Everybody on the line, busiest states first; each tile reads its own signals. */
import { EllipsisVertical, UsersRound } from "lucide-preact";
import type { WallAgentRow } from "@/web/live/protocol.ts";
import { type LiveTable, read } from "@/components/live.ts";
import { StateMark } from "@/components/StateMark.tsx";
import { Empty } from "@/components/Empty.tsx";
import { Timer } from "@/components/Timer.tsx";
import { maskedNumber, prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export const STATE_ORDER = ["ringing", "talking", "wrap-up", "ready", "paused", "offline"] as const;

export interface AgentFilter {
  team: string;
  queue: string;
  state: string;
}

/** Rows that pass the filter, in order. */
export function shownAgents(table: LiveTable, filter: AgentFilter): string[] {
  const get = <F extends keyof WallAgentRow & string>(id: string, field: F) => read<WallAgentRow, F>(table, id, field);
  const collator = new Intl.Collator();
  return table.rows.value.filter((id) =>
    id.startsWith("a:") &&
    (!filter.team || get(id, "team") === filter.team) &&
    (!filter.queue || (get(id, "queues") ?? []).includes(filter.queue)) &&
    (filter.state === "all" ||
      (filter.state === "" ? get(id, "state") !== "offline" : get(id, "state") === filter.state))
  ).map((id) => ({ id, order: STATE_ORDER.indexOf(get(id, "state") ?? "offline"), name: get(id, "name") ?? "" }))
    .sort((a, b) => a.order - b.order || collator.compare(a.name, b.name))
    .map((one) => one.id);
}

export function Agents(
  props: {
    table: LiveTable;
    ids: readonly string[];
    maySeeNumbers: boolean;
    control: ((agent: string, name: string) => void) | null;
    pauseReasons: readonly { key: string; title: string }[];
    clearFilter: (() => void) | null;
  },
) {
  const t = useT();
  if (props.ids.length === 0) {
    return (
      <div class="card">
        <Empty
          icon={UsersRound}
          title={t(props.clearFilter ? "wallboard.agents.filtered" : "wallboard.agents.none")}
          action={props.clearFilter && (
            <button type="button" class="btn" onClick={props.clearFilter}>{t("shell.clear-filters")}</button>
          )}
        >
          {props.clearFilter ? undefined : t("wallboard.agents.none.hint")}
        </Empty>
      </div>
    );
  }
  return (
    <ul class="agents-grid">
      {props.ids.map((id) => <Tile key={id} id={id} {...props} />)}
    </ul>
  );
}

function Tile(props: Parameters<typeof Agents>[0] & { id: string }) {
  const t = useT();
  const get = <F extends keyof WallAgentRow & string>(field: F) => read<WallAgentRow, F>(props.table, props.id, field);
  const state = get("state") ?? "offline";
  const shown = state === "talking" && get("held") ? "hold" : state;
  const name = get("name") ?? "";
  const number = get("number");
  const reason = get("reason");
  const title = props.pauseReasons.find((one) => one.key === reason)?.title ?? reason;
  const busy = state === "talking" || state === "ringing";
  const lost = get("connection") === "lost" && state !== "offline";
  const what = busy && number
    ? `${props.maySeeNumbers ? prettyNumber(number) : maskedNumber(number)}${
      get("queueName") ? ` · ${get("queueName")}` : ""
    }`
    : state === "paused" && title
    ? title
    : t(`shell.state.${shown}`);
  return (
    <li class="agent-tile" data-state={shown} data-agent={props.id.slice(2)}>
      <StateMark state={shown} />
      <span class="name" title={name}>{name}</span>
      <span class="time">{state === "offline" ? "" : <Timer since={get("since")} />}</span>
      <span class="what">
        <span class="unseen">{t(`shell.state.${shown}`)}:</span>
        {lost ? t("wallboard.agent.lost") : what}
      </span>
      <span class="count" title={t("wallboard.agent.count.hint")}>
        {t("wallboard.agent.count", { answered: get("answered") ?? 0, missed: get("missed") ?? 0 })}
      </span>
      {props.control && state !== "offline" && (
        <button
          type="button"
          class="btn icon small plain not-on-wall"
          aria-label={t("wallboard.agent.control", { name })}
          aria-haspopup="dialog"
          onClick={() => props.control?.(props.id.slice(2), name)}
        >
          <EllipsisVertical size={16} aria-hidden="true" />
        </button>
      )}
    </li>
  );
}
