/** The nightly look at whether champions still hold; who has begun to fail is told to analysts, once for a champion. */
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { wallOf } from "@/crm/calendar/zone.ts";
import { writeChange } from "@/crm/verb.ts";
import { addDays } from "@/ml/calendar/days.ts";
import type { CallsDataset, DatasetSpec } from "@/ml/datasets/types.ts";
import { type DayError, scoreDrift, volumeDrift } from "@/ml/registry/drift.ts";
import { toldBefore, type ToldDay } from "@/ml/registry/forecasts.ts";
import { tellAnalysts } from "@/ml/registry/notices.ts";
import type { Ports } from "@/ml/registry/ports.ts";
import type { Drift, ModelRow } from "@/ml/registry/types.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
import { RefusedError } from "@/ml/training/mod.ts";
import type { VolumeReport, VolumeSettings } from "@/ml/volume/report.ts";

/** Days back among which the last open ones are found: a queue may be open once a week. */
const BACK_DAYS = 60;
/** Days ahead of the back-test's that nightly forecasts are like, at most: they are told from the last training. */
const AHEAD = 7;
/** Records with an outcome that are looked at. */
const MOST_RECORDS = 2_000;

interface Watched {
  model: string;
  name: string;
  kind: ModelRow["kind"];
  champion: string;
  dataset: DatasetSpec;
  settings: ModelRow["settings"];
  report: VolumeReport | ScoreVersionReport;
  drift: Drift | null;
}

/** @returns null: there is no champion, or nothing will ever come to set beside it */
export async function watchModel(
  store: Store,
  options: { model: string; ports: Pick<Ports, "clock" | "data"> },
): Promise<Drift | null> {
  const { model, ports } = options;
  const { rows: [watched] } = await sql<Watched>`select m.id as model, m.name, m.kind, v.id as champion, v.dataset,
    v.settings, v.report, m.drift from forecast_models m join model_versions v on v.id = m.champion_id
    where m.id = ${model}::uuid and m.archived_at is null`.execute(store.db);
  if (!watched) return null;
  const drift = await look(store, watched, ports);
  if (drift) await keep(store, watched, drift);
  return drift;
}

async function look(store: Store, watched: Watched, ports: Pick<Ports, "clock" | "data">): Promise<Drift | null> {
  const at = new Date(ports.clock.now()).toISOString();
  const { dataset, model, champion } = watched;
  if (dataset.from === "records") {
    const report = watched.report as ScoreVersionReport;
    const expected = report.models.find(({ name }) => name === "product")?.auc ?? null;
    const seen = await ports.data.outcomes(store, { model, version: champion, most: MOST_RECORDS });
    return scoreDrift(seen, { expected, at });
  }
  if (dataset.from !== "calls" || dataset.until !== null) return null;
  const seen = await daysOf(store, { watched, dataset, ports });
  const { told } = watched.report as VolumeReport;
  const backTest = told.filter(({ ahead }) => ahead <= AHEAD)
    .map(({ expected, calls }) => errorOf(expected, calls)).filter(({ calls, error }) => calls > 0 || error > 0);
  return volumeDrift(seen, { backTest, at });
}

/** Told before each day began, beside what came; the oldest first. */
async function daysOf(
  store: Store,
  options: { watched: Watched; dataset: CallsDataset; ports: Pick<Ports, "clock" | "data"> },
): Promise<DayError[]> {
  const { watched, dataset, ports } = options;
  const { timeZone } = await siteSettings(store.db);
  const today = wallOf(ports.clock.now(), timeZone).day;
  const since = addDays(today, -BACK_DAYS);
  const told = await toldBefore(store.db, { model: watched.model, from: since, to: addDays(today, -1) });
  const like = told.filter(({ step }) => step === dataset.step);
  if (like.length === 0) return [];
  const asked = { ...dataset, since: like[0].day, like: null, upload: null };
  const settings = watched.settings as VolumeSettings;
  try {
    // Not on the desk's connections.
    const { rows } = await ports.data.volume({ ...store, db: store.reports }, { dataset: asked, settings, today });
    const calls = new Map(rows.map((row) => [row.at, row.calls]));
    const known = new Set(rows.map((row) => row.at.slice(0, 10)));
    return like.filter(({ day }) => known.has(day)).map((day) => errorOf(day.expected, cameOn(day, calls)))
      .filter((day) => day.calls > 0 || day.error > 0);
  } catch (error) {
    // The queue is gone: nothing comes any more.
    if (error instanceof RefusedError) return [];
    throw error;
  }
}

function cameOn({ day, step, opens, expected }: ToldDay, calls: ReadonlyMap<string, number>): number[] {
  const two = (n: number) => `${n}`.padStart(2, "0");
  return expected.map((_, slot) => {
    const minute = opens + slot * step;
    return calls.get(`${day} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`) ?? 0;
  });
}

function errorOf(expected: readonly number[], calls: readonly (number | null)[]): DayError {
  const sum: DayError = { error: 0, calls: 0 };
  expected.forEach((one, slot) => {
    const came = calls[slot];
    if (came === null || came === undefined) return;
    sum.error += Math.abs(one - came);
    sum.calls += came;
  });
  return sum;
}

async function keep(store: Store, watched: Watched, drift: Drift): Promise<void> {
  const { model, name, champion } = watched;
  await store.tx(async (trx) => {
    const { rows } = await sql`update forecast_models set drift = ${JSON.stringify(drift)}::jsonb
      where id = ${model}::uuid and champion_id = ${champion}::uuid returning id`.execute(trx);
    if (rows.length === 0 || drift.state !== "drifted" || watched.drift?.state === "drifted") return;
    const after = { name, champion, figure: drift.figure, expected: drift.expected, bound: drift.bound };
    await writeChange(trx, SYSTEM, {
      change: { type: "model.drifted", entity: { kind: "model", id: model }, after },
    });
    await tellAnalysts(trx, { kind: "model-drifted", model, name, data: {}, key: champion });
  });
}
