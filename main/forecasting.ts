/**
 * Forecasting at work: trainings as jobs, one at a time in this process, the schedule each minute, and each night what
 * champions tell of the days to come and whether they still hold. Open pages hear by the topic `training`.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { addDays } from "@/ml/calendar/days.ts";
import {
  type DataPorts,
  liveModels,
  mendRuns,
  type Ports,
  pruneRegistry,
  startDue,
  tellDays,
  TELLING_JOB,
  TRAINING_CHANNEL,
  TRAINING_JOB,
  type TrainingNews,
  trainingNews,
  watchModel,
  workTraining,
} from "@/ml/registry/mod.ts";
import { openTrainer, type Trainer } from "@/ml/training/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { seedDemoModels } from "./forecasting_demo.ts";
import { TrainingFigures } from "./forecasting_figures.ts";
import { FORECASTING_DATA } from "./forecasting_data.ts";
import { startScores } from "./scores.ts";

const log = getLogger(["kommutator", "forecasting"]);

const NIGHT_JOB = "forecasting-night";
const SCHEDULE_JOB = "forecasting-schedule";
const MINUTE_MS = 60_000;
/** A training ends itself before (ml/registry/work.ts). */
const LONGEST_MS = 30 * MINUTE_MS;
/** A quarter past midnight of the company: yesterday is whole, and today's forecast is told before anybody works. */
const NIGHT_MINUTE = 15;
/** A training that is over is shown for so long. */
const SHOWN_MS = MINUTE_MS;

export interface ForecastingOptions {
  clock: Clock;
  topics: LiveTopics;
  /** The demo company gets models of its own when its past is written. */
  demo?: { past: Promise<void>; locale: "ru" | "en" } | null;
  /** Tests give their own. */
  trainer?: Trainer;
  data?: DataPorts;
}

export interface Forecasting {
  figures: TrainingFigures;
  stop(): Promise<void>;
}

export async function startForecasting(store: Store, jobs: Jobs, options: ForecastingOptions): Promise<Forecasting> {
  const { clock, topics, demo, trainer = openTrainer(), data = FORECASTING_DATA } = options;
  const ports: Ports = { clock, jobs, trainer, data };
  const figures = new TrainingFigures();
  jobs.work(TRAINING_JOB, async (payload, { signal, attempt }) => {
    const { run } = payload as { run: string };
    const done = figures.begin(clock.now());
    try {
      const ended = await workTraining(store, { run, ports, signal, attempt });
      done(ended, clock.now());
      if (ended !== "gone") log.info("training {run}: {ended}", { run, ended });
    } catch (error) {
      done("broken", clock.now());
      log.warn("training {run} broke off and begins anew: {error}", { run, error });
      throw error;
    }
  }, { concurrency: 1, timeoutMs: LONGEST_MS });
  jobs.work(TELLING_JOB, async (payload) => {
    const { model } = payload as { model: string };
    await tellDays(store, { model, now: clock.now() });
  }, { concurrency: 1 });
  jobs.work(SCHEDULE_JOB, async () => {
    try {
      const asked = await startDue(store, { now: clock.now(), jobs });
      const mended = await mendRuns(store, { jobs });
      if (asked + mended > 0) log.info("{asked} trainings by schedule, {mended} mended", { asked, mended });
    } finally {
      await nextMinute(jobs, clock);
    }
  }, { concurrency: 1, timeoutMs: 2 * MINUTE_MS });
  jobs.work(NIGHT_JOB, async () => {
    try {
      await night(store, ports);
    } finally {
      await nextNight(store, { jobs, clock });
    }
  }, { concurrency: 1, timeoutMs: 60 * MINUTE_MS });
  const unlisten = await follow(store, { topics, clock });
  const stopScores = await startScores(store, clock);
  await nextMinute(jobs, clock);
  // What fell into a time when nothing ran is told now.
  await jobs.enqueue(NIGHT_JOB, null, { key: "start" });
  const seeded = demo?.past.then(() => seedDemoModels(store, { jobs, locale: demo.locale }))
    .catch((error) => log.warn("the demo's models cannot be made: {error}", { error }));
  return {
    figures,
    async stop() {
      await Promise.race([seeded, new Promise((resolve) => clock.after(1_000, () => resolve(null)))]);
      await unlisten();
      await stopScores();
    },
  };
}

/** One that fails is left for the next night; the others must not wait for it. */
async function night(store: Store, ports: Ports): Promise<void> {
  const failed = (model: string, error: unknown) => log.warn("the night of model {model}: {error}", { model, error });
  for (const model of await liveModels(store.db)) {
    try {
      await tellDays(store, { model, now: ports.clock.now() });
      await watchModel(store, { model, ports });
    } catch (error) {
      failed(model, error);
    }
  }
  const { timeZone } = await siteSettings(store.db);
  const { forecasts, runs, blobs } = await pruneRegistry(store, { today: wallOf(ports.clock.now(), timeZone).day });
  log.info("deleted {forecasts} old forecasts, {runs} trainings, {blobs} models", { forecasts, runs, blobs });
}

/** Several nodes share one job a minute (its key). */
async function nextMinute(jobs: Jobs, clock: Clock): Promise<void> {
  const at = new Date((Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS);
  await jobs.enqueue(SCHEDULE_JOB, null, { runAt: at, key: at.toISOString() });
}

async function nextNight(store: Store, options: { jobs: Jobs; clock: Clock }): Promise<void> {
  const { jobs, clock } = options;
  const { timeZone } = await siteSettings(store.db);
  const { day, minute } = wallOf(clock.now(), timeZone);
  const next = minute < NIGHT_MINUTE ? day : addDays(day, 1);
  const at = new Date(momentOf({ day: next, minute: NIGHT_MINUTE }, timeZone));
  await jobs.enqueue(NIGHT_JOB, null, { runAt: at, key: at.toISOString() });
}

/** The topic shows what is under way, and for a minute what is over. */
async function follow(
  store: Store,
  options: { topics: LiveTopics; clock: Clock },
): Promise<() => Promise<void>> {
  const { topics, clock } = options;
  const leaving = new Map<string, unknown>();
  const show = ({ id, ...news }: TrainingNews) => {
    topics.put("training", id, { ...news });
    clock.clear(leaving.get(id));
    leaving.delete(id);
    if (news.state === "queued" || news.state === "running") return;
    leaving.set(
      id,
      clock.after(SHOWN_MS, () => {
        leaving.delete(id);
        topics.remove("training", id);
      }),
    );
  };
  const whole = () => {
    trainingNews(store.db).then((all) => all.forEach(show))
      .catch((error) => log.warn("trainings cannot be read: {error}", { error }));
  };
  topics.open("training");
  const unlisten = await store.listen(TRAINING_CHANNEL, {
    message: (payload) => show(JSON.parse(payload) as TrainingNews),
    gap: whole,
  });
  (await trainingNews(store.db)).forEach(show);
  return async () => {
    await unlisten();
    for (const timer of leaving.values()) clock.clear(timer);
  };
}
