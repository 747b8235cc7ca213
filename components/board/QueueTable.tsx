/** Queues as they stand. Each cell reads its own signals: a change redraws one cell. */
import { Inbox } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { QueueRow } from "@/web/live/protocol.ts";
import { type LiveTable, read, readRow } from "@/components/live.ts";
import { COUNT_FIELDS } from "@/components/board/types.ts";
import {
  abandonedShare,
  type Counts,
  fallingTone,
  risingTone,
  serviceLevel,
  serviceLevelAll,
  type Thresholds,
  type Tone,
} from "@/components/board/service_level.ts";
import { Spark } from "@/components/board/Spark.tsx";
import { StateMark } from "@/components/StateMark.tsx";
import { Empty } from "@/components/Empty.tsx";
import { now } from "@/components/time/now.ts";
import { clock, percent } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

interface Props {
  table: LiveTable;
  id: string;
  thresholds: Thresholds;
}

const get = <F extends keyof QueueRow & string>(props: Props, field: F) =>
  read<QueueRow, F>(props.table, props.id, field);

export function QueueTable(props: { table: LiveTable; queues: readonly string[]; thresholds: Thresholds }) {
  const t = useT();
  if (props.queues.length === 0) {
    return (
      <div class="card">
        <Empty icon={Inbox} title={t("wallboard.queues.none")}>{t("wallboard.queues.none.hint")}</Empty>
      </div>
    );
  }
  const head = ["waiting", "longest", "service-level", "abandoned", "asa", "expected"];
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={t("wallboard.queues")}>
      <table class="table queue-table cards">
        <thead>
          <tr>
            <th scope="col">{t("wallboard.queue")}</th>
            {head.map((key) => (
              <th scope="col" class="num" key={key} title={t(`wallboard.col.${key}.hint`)}>
                {t(`wallboard.col.${key}`)}
              </th>
            ))}
            <th scope="col">{t("wallboard.col.agents")}</th>
            <th scope="col" class="not-on-wall">{t("wallboard.col.day")}</th>
          </tr>
        </thead>
        <tbody>
          {props.queues.map((id) => <QueueLine key={id} table={props.table} id={id} thresholds={props.thresholds} />)}
        </tbody>
      </table>
    </div>
  );
}

function QueueLine(props: Props) {
  const t = useT();
  return (
    <tr data-queue={props.id.slice(2)}>
      <th scope="row">
        <Name {...props} />
      </th>
      <td class="num" data-label={t("wallboard.col.waiting")}>
        <Waiting {...props} />
      </td>
      <td class="num" data-label={t("wallboard.col.longest")}>
        <Longest {...props} />
      </td>
      <td class="num" data-label={t("wallboard.col.service-level")}>
        <Level {...props} />
      </td>
      <td class="num" data-label={t("wallboard.col.abandoned")}>
        <Lost {...props} />
      </td>
      <td class="num" data-label={t("wallboard.col.asa")}>
        <Duration {...props} field="asaMs" />
      </td>
      <td class="num" data-label={t("wallboard.col.expected")}>
        <Duration {...props} field="expectedWaitMs" />
      </td>
      <td data-label={t("wallboard.col.agents")}>
        <Mix {...props} />
      </td>
      <td class="not-on-wall">
        <Day {...props} />
      </td>
    </tr>
  );
}

function Toned(props: { tone: Tone; big?: boolean; children: ComponentChildren }) {
  return <span class={`cell-tone${props.big ? " big" : ""}`} data-tone={props.tone}>{props.children}</span>;
}

const Name = (props: Props) => <>{get(props, "name")}</>;

function Waiting(props: Props) {
  const waiting = get(props, "waiting") ?? 0;
  return <Toned big tone={risingTone(waiting, props.thresholds.waiting)}>{waiting}</Toned>;
}

function Longest(props: Props) {
  const since = get(props, "longestSince");
  if (since === null || since === undefined) return <span class="quiet">–</span>;
  const ms = now.value - since;
  return <Toned tone={risingTone(ms / 1000, props.thresholds.longestSec)}>{clock(ms)}</Toned>;
}

function Level(props: Props) {
  const t = useT();
  const counts = readRow<Counts>(props.table, props.id, COUNT_FIELDS);
  const level = counts ? serviceLevel(counts) : null;
  const all = counts ? serviceLevelAll(counts) : null;
  if (level === null && all === null) return <span class="quiet">–</span>;
  return (
    <>
      <Toned tone={fallingTone(level === null ? null : level * 100, props.thresholds.serviceLevel)}>
        {level === null ? "–" : percent(level, 1)}
      </Toned>
      <small title={t("wallboard.col.service-level-all.hint")}>
        {t("wallboard.col.service-level-all", { value: all === null ? "–" : percent(all, 1) })}
      </small>
    </>
  );
}

function Lost(props: Props) {
  const counts = readRow<Counts>(props.table, props.id, COUNT_FIELDS);
  const share = counts ? abandonedShare(counts) : null;
  return (
    <>
      <Toned tone={risingTone(share === null ? null : share * 100, props.thresholds.abandoned)}>
        {counts?.abandoned ?? 0}
      </Toned>
      <small>{share === null ? "–" : percent(share, 1)}</small>
    </>
  );
}

function Duration(props: Props & { field: "asaMs" | "expectedWaitMs" }) {
  const ms = get(props, props.field);
  return ms === null || ms === undefined ? <span class="quiet">–</span> : <>{clock(ms)}</>;
}

function Mix(props: Props) {
  return (
    <span class="mix">
      {(["ready", "talking", "ringing", "wrapUp", "paused"] as const).map((field) => (
        <Share key={field} {...props} field={field} />
      ))}
    </span>
  );
}

function Share(props: Props & { field: "ready" | "talking" | "ringing" | "wrapUp" | "paused" }) {
  const t = useT();
  const count = get(props, props.field) ?? 0;
  const state = props.field === "wrapUp" ? "wrap-up" : props.field;
  return (
    <span data-state={state} data-zero={count === 0} title={t(`shell.state.${state}`)}>
      <StateMark state={state} />
      <span class="unseen">{t(`shell.state.${state}`)}</span>
      {count}
    </span>
  );
}

function Day(props: Props) {
  const t = useT();
  return <Spark quarters={get(props, "quarters") ?? []} label={t("wallboard.col.day.hint")} />;
}
