/** Figures of the running server in Prometheus' text exposition format (0.0.4). */
import type { Switchboard } from "@/actors/mod.ts";
import type { AriClient } from "@/telephony/ari/mod.ts";
import type { PgJournal } from "@/store/journal/mod.ts";
import { TRAINING_ENDS, type TrainingFigures } from "./forecasting_figures.ts";
import type { Live } from "./live.ts";

export interface MetricsSources {
  board: Switchboard;
  ari: AriClient;
  journal: PgJournal;
  live: Live;
  trainings: TrainingFigures;
}

type Line = [name: string, kind: "gauge" | "counter", help: string, value: number];

export function metricsText({ board, ari, journal, live, trainings }: MetricsSources): string {
  const calls = board.liveCalls();
  const phases = Object.groupBy(calls, ({ phase }) => phase.is);
  const actors = board.system.health();
  const counts = ari.stats();
  const written = journal.stats();
  const lines: Line[] = [
    ...(["greeting", "waiting", "offered", "talking"] as const).map((phase): Line => [
      `kommutator_calls{phase="${phase}"}`,
      "gauge",
      "Live calls by phase",
      phases[phase]?.length ?? 0,
    ]),
    ["kommutator_actors", "gauge", "Actors in memory", actors.actors],
    ["kommutator_actor_messages_dropped_total", "counter", "Messages refused or lost with their actor", actors.dropped],
    ["kommutator_journal_pending", "gauge", "Events that are not durable yet", actors.pendingEntries],
    ["kommutator_journal_committed_total", "counter", "Events made durable", written.committedEntries],
    ["kommutator_journal_commits_total", "counter", "Group commits", written.commits],
    ["kommutator_journal_retries_total", "counter", "Commits tried again", written.retries],
    ["kommutator_records_waiting", "gauge", "Calls not yet written to the records", board.recorder.waiting],
    ["kommutator_ari_connected", "gauge", "1 while Asterisk is connected", ari.state === "connected" ? 1 : 0],
    ["kommutator_ari_events_total", "counter", "Events from Asterisk", counts.events],
    ["kommutator_ari_unknown_events_total", "counter", "Events of unknown kinds, set aside", counts.unknownEvents],
    ["kommutator_ari_malformed_events_total", "counter", "Malformed events, set aside", counts.malformedEvents],
    ["kommutator_ari_connects_total", "counter", "Connections made to Asterisk", counts.connects],
    ["kommutator_live_clients", "gauge", "Open consoles", live.hub.stats.clients],
    ["kommutator_live_frames_total", "counter", "Frames sent to consoles", live.hub.stats.sentFrames],
    ["kommutator_live_bytes_total", "counter", "Bytes sent to consoles", live.hub.stats.sentBytes],
    ["kommutator_trainings_running", "gauge", "Trainings of models at work", trainings.running],
    ...TRAINING_ENDS.map((how): Line => [
      `kommutator_trainings_total{end="${how}"}`,
      "counter",
      "Trainings of models by how they ended",
      trainings.ended.get(how) ?? 0,
    ]),
    [
      "kommutator_training_seconds_total",
      "counter",
      "Time that trainings took",
      Math.round(trainings.seconds * 1e3) / 1e3,
    ],
    ["kommutator_memory_bytes", "gauge", "Resident memory", Deno.memoryUsage().rss],
  ];
  const seen = new Set<string>();
  return lines.map(([name, kind, help, value]) => {
    const bare = name.replace(/\{.*/, "");
    const head = seen.has(bare) ? "" : `# HELP ${bare} ${help}\n# TYPE ${bare} ${kind}\n`;
    seen.add(bare);
    return `${head}${name} ${value}\n`;
  }).join("");
}
