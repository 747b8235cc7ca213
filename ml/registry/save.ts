/** What becomes of a training: a version, perhaps the new champion, or a reason why not; in one transaction with its end. */
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Database } from "@/store/database.ts";
import type { Store } from "@/store/store.ts";
import { newId } from "@/crm/ids.ts";
import { writeChange } from "@/crm/verb.ts";
import { writeForecasts } from "@/ml/registry/forecasts.ts";
import { tellAnalysts } from "@/ml/registry/notices.ts";
import type { Ports } from "@/ml/registry/ports.ts";
import { makeChampion } from "@/ml/registry/promote.ts";
import { tellTraining } from "@/ml/registry/runs.ts";
import type { RunRow, Verdict } from "@/ml/registry/types.ts";
import { scoreVerdict, volumeVerdict } from "@/ml/registry/verdict.ts";
import type { Claimed } from "@/ml/registry/work.ts";
import type { ScoreTrained, VolumeTrained } from "@/ml/training/protocol.ts";

/** What a Worker learnt, and from what. */
export interface Worked {
  trained: VolumeTrained | ScoreTrained;
  cpuMs: number;
  fingerprint: string;
  from: string | null;
  to: string | null;
  rows: number;
  /** Of the company's zone, when the data was loaded. */
  today: string;
}

export interface SaveOptions {
  run: string;
  claimed: Claimed;
  worked: Worked;
  ports: Pick<Ports, "jobs">;
}

/** false: the training was cancelled meanwhile, or another process ended it; then nothing is written. */
export async function saveTrained(store: Store, options: SaveOptions): Promise<boolean> {
  const { run, claimed, worked } = options;
  return await store.tx(async (trx) => {
    // The model first, as verbs do: two that lock in one order never wait for each other.
    const { rows: [model] } = await sql<{ champion: string | null }>`select champion_id as champion
      from forecast_models where id = ${claimed.model}::uuid and archived_at is null for update`.execute(trx);
    const { rows: [open] } = await sql`select 1 from training_runs where id = ${run}::uuid and state = 'running'
      for update`.execute(trx);
    if (!model || !open) return false;
    // Somebody may have promoted or rolled back while it was trained: it was compared with another champion then.
    const same = model.champion === (claimed.champion?.id ?? null);
    const verdict = verdictOf(worked, { champion: claimed.champion !== null });
    const version = await insertVersion(trx, { ...options, verdict });
    const byPlan = claimed.askedBy === null;
    const promotes = verdict.promotable && same && (byPlan || verdict.champion === "first");
    const { n } = version;
    await writeChange(trx, SYSTEM, {
      change: {
        type: "model.trained",
        entity: { kind: "model", id: claimed.model },
        after: { name: claimed.name, run, version: version.id, n, verdict, promoted: promotes },
      },
    });
    // The same settings on newer data are no news.
    if (promotes) await promoteAtOnce(trx, { ...options, version, better: verdict.champion === "better" });
    else if (byPlan) {
      const told = verdict.champion === "worse" || verdict.champion === "unproven" || verdict.lostTo.length > 0;
      if (told) {
        await tellAnalysts(trx, {
          kind: "model-not-better",
          model: claimed.model,
          name: claimed.name,
          data: { n },
          // Once for a champion, not each night.
          key: claimed.champion?.id ?? run,
        });
      }
    }
    await sql`update training_runs set state = 'done', stage = 'done', done = total, version_id = ${version.id}::uuid,
      ended_at = clock_timestamp() where id = ${run}::uuid`.execute(trx);
    await tellTraining(trx, run);
    return true;
  });
}

/** With what it tells of the days to come, so that no dashboard sees a champion that has said nothing. */
async function promoteAtOnce(
  trx: Transaction<Database>,
  options: SaveOptions & { version: { id: string; n: number }; better: boolean },
): Promise<void> {
  const { claimed, worked, version, better, ports } = options;
  const { id, n } = version;
  await makeChampion(trx, { model: claimed.model, version: id, by: "system", reason: null, jobs: ports.jobs });
  const { trained } = worked;
  if (trained.kind === "volume" && trained.forecast.length > 0) {
    const { step, opens } = trained.report;
    const madeOn = trained.forecast[0].day;
    const { level } = claimed.settings as { level: number };
    await writeForecasts(trx, {
      model: claimed.model,
      version: id,
      madeOn,
      step,
      opens,
      level,
      days: trained.forecast,
    });
  }
  await writeChange(trx, SYSTEM, {
    change: {
      type: "model.promoted",
      entity: { kind: "model", id: claimed.model },
      before: { champion: claimed.champion?.id ?? null },
      after: { name: claimed.name, champion: id, n, reason: null, promotable: true },
    },
  });
  if (!better) return;
  const { model, name } = claimed;
  await tellAnalysts(trx, { kind: "model-promoted", model, name, data: { n }, key: id });
}

function verdictOf({ trained }: Worked, { champion }: { champion: boolean }): Verdict {
  const asked = { champion, same: trained.sameAsChampion };
  return trained.kind === "volume" ? volumeVerdict(trained.report, asked) : scoreVerdict(trained.report, asked);
}

async function insertVersion(
  trx: Transaction<Database>,
  { claimed, worked, verdict }: SaveOptions & { verdict: Verdict },
): Promise<{ id: string; n: number }> {
  const id = newId();
  const { trained } = worked;
  const findings = trained.kind === "volume" ? trained.findings : [];
  const { rows: [{ n }] } = await sql<{ n: number }>`
    insert into model_versions (id, model_id, n, dataset, settings, fingerprint, data_from, data_to, data_rows, findings,
      report, verdict, blob, cpu_ms, trained_by)
    select ${id}::uuid, ${claimed.model}::uuid, coalesce(max(n), 0) + 1, ${JSON.stringify(claimed.dataset)}::jsonb,
      ${JSON.stringify(claimed.settings)}::jsonb, ${worked.fingerprint}, ${worked.from}::date, ${worked.to}::date,
      ${worked.rows}, ${JSON.stringify(findings)}::jsonb, ${JSON.stringify(trained.report)}::jsonb,
      ${JSON.stringify(verdict)}::jsonb, ${trained.blob}, ${worked.cpuMs}, ${claimed.askedBy}::uuid
    from model_versions where model_id = ${claimed.model}::uuid returning n`.execute(trx);
  return { id, n };
}

/** Ends a training without a version. One that the schedule asked for is told to analysts: nobody watches at night. */
export async function failRun(
  store: Store,
  options: { run: string; error: NonNullable<RunRow["error"]> },
): Promise<void> {
  const { run, error } = options;
  await store.tx(async (trx) => {
    const { rows: [row] } = await sql<{ model: string; name: string; askedBy: string | null }>`
      update training_runs r set state = 'failed', error = ${JSON.stringify(error)}::jsonb, ended_at = clock_timestamp()
      from forecast_models m where r.id = ${run}::uuid and m.id = r.model_id and r.state in ('queued', 'running')
      returning m.id as model, m.name, r.asked_by as "askedBy"`.execute(trx);
    if (!row) return;
    await writeChange(trx, SYSTEM, {
      change: {
        type: "model.training-failed",
        entity: { kind: "model", id: row.model },
        after: { name: row.name, run, error },
      },
    });
    if (row.askedBy === null) await tellAnalysts(trx, { kind: "model-failed", ...row, data: {}, key: run });
    await tellTraining(trx, run);
  });
}
