/**
 * Trainings as they go on: what the server last said, overlaid by the live topic `training`; while the link is down they
 * are asked for instead, so that a page never waits for an end that it will not hear of.
 */
import { useEffect } from "preact/hooks";
import { type LiveTable, readRow } from "@/components/live.ts";
import { useTopic } from "@/components/topic.ts";
import { heard, isRunning, SAID_FIELDS, type SaidRun } from "@/components/workshop/run.ts";
import type { RunRow } from "@/ml/registry/types.ts";

const LOOK_EVERY_MS = 3_000;
/** A message may be lost with its link; a slow look finds out. */
const LOOK_WHEN_LIVE_MS = 15_000;

export interface Runs {
  /** A run with all that is known of it now. */
  now(run: RunRow): RunRow;
  live: boolean;
}

/** `refresh` asks the server again: at the end of a run, when a strange one of `models` is heard of, and by and by. */
export function useRuns(
  runs: readonly RunRow[],
  { models, refresh }: { models: readonly string[]; refresh(): void },
): Runs {
  const table: LiveTable = useTopic("training");
  const said = (id: string) => readRow<SaidRun>(table, id, SAID_FIELDS);
  const now = (run: RunRow) => heard(run, said(run.id));
  const live = table.status.value === "live";
  const known = new Set(runs.map(({ id }) => id));
  const fresh = table.rows.value.filter((id) => {
    const model = table.field(id, "model").value;
    return !known.has(id) && typeof model === "string" && models.includes(model);
  });
  const ended = runs.filter((run) => isRunning(run) && !isRunning(now(run))).map(({ id }) => id);
  const running = runs.some((run) => isRunning(now(run)));
  const stale = [...fresh, ...ended].join();
  useEffect(() => {
    if (stale) refresh();
  }, [stale]);
  useEffect(() => {
    if (!running && ended.length === 0) return;
    const timer = setInterval(() => document.hidden || refresh(), live ? LOOK_WHEN_LIVE_MS : LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [running, live, ended.length, refresh]);
  return { now, live };
}
