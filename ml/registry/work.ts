/**
 * A training at work, as a job: the row is claimed, the data loaded, the Worker trains, and what came of it is written in
 * one transaction with the row's end. Killed anywhere before that, nothing is left but the row, and the job begins anew;
 * the champion is touched by that transaction alone.
 */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { wallOf } from "@/crm/calendar/zone.ts";
import type { DatasetSpec, ScoreDataset, VolumeDataset } from "@/ml/datasets/types.ts";
import type { Ports } from "@/ml/registry/ports.ts";
import { tellTraining } from "@/ml/registry/runs.ts";
import { failRun, saveTrained, type Worked } from "@/ml/registry/save.ts";
import type { ModelKind, ModelRow } from "@/ml/registry/types.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";
import { type NotTrained, type Progress, RefusedError, type TrainingOutcome } from "@/ml/training/mod.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";

/** The row and its followers hear of progress so often, and a cancelled training ends within this. */
const BEAT_MS = 500;
/** More than any queue or list of records takes by far. */
const LONGEST_MS = 20 * 60_000;
/** A Worker that broke off is tried again; what broke thrice will break again. */
const TRIES = 3;

export type Ended = "done" | "failed" | "refused" | "gone";

export interface WorkOptions {
  run: string;
  ports: Ports;
  signal: AbortSignal;
  /** From 1. */
  attempt: number;
}

/** Why a training stopped of itself. */
class Closed extends Error {}
class TooLong extends Error {}

/** @throws when it is to be tried again */
export async function workTraining(store: Store, options: WorkOptions): Promise<Ended> {
  const { run, ports, signal, attempt } = options;
  const claimed = await claim(store, run);
  if (!claimed) return "gone";
  const stop = new AbortController();
  const beat = new Beat(store, { run, ports, stop });
  try {
    const either = AbortSignal.any([signal, stop.signal]);
    const outcome = await train(store, { claimed, ports, signal: either, onProgress: (now) => beat.now = now });
    await beat.end();
    if (!outcome.ok) {
      await failRun(store, { run, error: wordsOf(claimed.kind, outcome.refusal) });
      return "refused";
    }
    either.throwIfAborted();
    return await saveTrained(store, { run, claimed, worked: outcome.worked, ports }) ? "done" : "gone";
  } catch (error) {
    await beat.end();
    if (error instanceof RefusedError) {
      await failRun(store, { run, error: wordsOf(claimed.kind, error.refusal) });
      return "refused";
    }
    if (stop.signal.reason instanceof Closed) return "gone";
    if (stop.signal.reason instanceof TooLong) {
      await failRun(store, {
        run,
        error: { code: "training.error.too-long", detail: { minutes: LONGEST_MS / 60_000 } },
      });
      return "failed";
    }
    // The process stops, or another has the job: it begins anew, whatever attempt this was.
    if (!signal.aborted && attempt >= TRIES) {
      await failRun(store, { run, error: { code: "training.error.crashed" } });
      return "failed";
    }
    throw error;
  }
}

export interface Claimed {
  model: string;
  kind: ModelKind;
  name: string;
  askedBy: string | null;
  dataset: DatasetSpec;
  settings: ModelRow["settings"];
  champion: { id: string; dataset: DatasetSpec; settings: ModelRow["settings"]; dataTo: string | null } | null;
}

/** null: it was cancelled or is over. */
async function claim(store: Store, run: string): Promise<Claimed | null> {
  const { rows: [row] } = await sql<Omit<Claimed, "champion"> & { champion: Claimed["champion"] }>`
    update training_runs r set state = 'running', stage = 'data', done = 0, total = 0,
      started_at = coalesce(r.started_at, now())
    from forecast_models m left join model_versions v on v.id = m.champion_id
    where r.id = ${run}::uuid and m.id = r.model_id and r.state in ('queued', 'running') and m.archived_at is null
    returning r.model_id as model, m.kind, m.name, r.asked_by as "askedBy", r.dataset, r.settings,
      case when v.id is null then null else json_build_object('id', v.id, 'dataset', v.dataset, 'settings', v.settings,
        'dataTo', v.data_to) end as champion`.execute(store.db);
  if (!row) return null;
  await tellTraining(store.db, run);
  return row;
}

type Made = { ok: true; worked: Worked } | { ok: false; refusal: NotTrained };

async function train(
  store: Store,
  options: { claimed: Claimed; ports: Ports; signal: AbortSignal; onProgress(progress: Progress): void },
): Promise<Made> {
  const { claimed, ports, signal, onProgress } = options;
  const { timeZone } = await siteSettings(store.db);
  const today = wallOf(ports.clock.now(), timeZone).day;
  // Years of calls take longer than a page may wait, and must not take the desk's connections.
  const patient: Store = { ...store, db: store.reports };
  const champion = comparable(claimed) ? await championOf(store, claimed) : null;
  const hooks = { signal, onProgress };
  if (claimed.kind === "volume") {
    const [dataset, settings] = [claimed.dataset as VolumeDataset, claimed.settings as VolumeSettings];
    const { fingerprint, from, to, ...task } = await ports.data.volume(patient, { dataset, settings, today });
    signal.throwIfAborted();
    const toldFrom = dataset.from === "calls" && dataset.until === null ? today : null;
    const { rows } = task;
    const about = { fingerprint, from, to, rows: rows.length, today };
    const before = champion && { ...champion, settings: champion.settings as VolumeSettings, dataTo: champion.dataTo! };
    return made(await ports.trainer.train({ ...task, champion: before, forecastFrom: toldFrom }, hooks), about);
  }
  const [dataset, settings] = [claimed.dataset as ScoreDataset, claimed.settings as ScoreSettings];
  const { fingerprint, from, to, rows, ...task } = await ports.data.score(patient, {
    dataset,
    settings,
    now: ports.clock.now(),
  });
  signal.throwIfAborted();
  const before = champion && { ...champion, settings: champion.settings as ScoreSettings };
  return made(await ports.trainer.train({ ...task, champion: before }, hooks), { fingerprint, from, to, rows, today });
}

function made(outcome: TrainingOutcome<Worked["trained"]>, about: Omit<Worked, "trained" | "cpuMs">): Made {
  if (!outcome.ok) return outcome;
  return { ok: true, worked: { trained: outcome.value, cpuMs: outcome.cpuMs, ...about } };
}

/** A champion of other intervals or of other records cannot be told of the same data. */
function comparable({ dataset, champion }: Claimed): boolean {
  if (!champion) return false;
  const other = champion.dataset;
  if (dataset.from === "calls" && other.from === "calls") return dataset.step === other.step;
  if (dataset.from === "records" && other.from === "records") return dataset.kind === other.kind;
  return JSON.stringify(dataset) === JSON.stringify(other);
}

async function championOf(store: Store, { kind, champion }: Claimed) {
  const { id, settings, dataTo } = champion!;
  const { rows: [row] } = await sql<{ blob: Uint8Array | null }>`select blob from model_versions where id = ${id}::uuid`
    .execute(store.db);
  if (!row?.blob || kind === "volume" && dataTo === null) return null;
  return { settings, dataTo, blob: new Uint8Array(row.blob) };
}

/** Refusals of data stand in their rooms' words. */
function wordsOf(kind: ModelKind, { code, detail }: NotTrained): NotTrained {
  const room = kind === "volume" ? "datasets" : "scores";
  return { code: code.includes(".") ? code : `${room}.refused.${code}`, ...(detail ? { detail } : {}) };
}

/** Writes progress while a training runs, and stops it when its row was closed. */
class Beat {
  now: Progress = { stage: "data", done: 0, total: 0 };
  #written = "";
  #timer: unknown;
  #writing: Promise<void> = Promise.resolve();
  #over = false;
  readonly #begun: number;

  constructor(readonly store: Store, readonly options: { run: string; ports: Ports; stop: AbortController }) {
    this.#begun = options.ports.clock.now();
    this.#arm();
  }

  async end(): Promise<void> {
    this.#over = true;
    this.options.ports.clock.clear(this.#timer);
    await this.#writing;
  }

  #arm(): void {
    if (this.#over) return;
    this.#timer = this.options.ports.clock.after(BEAT_MS, () => {
      this.#writing = this.#write().finally(() => this.#arm());
    });
  }

  async #write(): Promise<void> {
    const { run, ports, stop } = this.options;
    if (ports.clock.now() - this.#begun > LONGEST_MS) return stop.abort(new TooLong());
    const { stage, done, total } = this.now;
    try {
      const { rows } = await sql`update training_runs set stage = ${stage}, done = ${done}, total = ${total}
        where id = ${run}::uuid and state = 'running' returning id`.execute(this.store.db);
      if (rows.length === 0) return stop.abort(new Closed());
      const text = JSON.stringify(this.now);
      if (text !== this.#written) await tellTraining(this.store.db, run);
      this.#written = text;
    } catch {
      // The database is away for a moment: the training goes on, and is written when it is over.
    }
  }
}
