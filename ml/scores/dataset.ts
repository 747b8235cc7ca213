/** What a score learns from: own closed leads or deals as they were at a moment of their lives, or a file with outcomes. */
import { sql } from "kysely";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { OutcomeUploadDataset, RecordsDataset, ScoreDataset } from "@/ml/datasets/types.ts";
import { columnsOf, COUNTED, MOMENT, type ScoredKind } from "@/ml/scores/columns.ts";
import { lookAt, ownFields, pastOf } from "@/ml/scores/looked_at.ts";
import { agesOf, lookedAt, ripeBefore } from "@/ml/scores/moments.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";
import { momentOf } from "@/ml/scores/rewind.ts";
import { dateOf, momentColumn, splitOutcome, type Table } from "@/ml/scores/table.ts";
import { RefusedError, type ScoreTask } from "@/ml/training/protocol.ts";
import type { Store } from "@/store/store.ts";

/** All of a training's task but the champion, and what is kept with the version. */
export interface ScoreData extends Omit<ScoreTask, "champion"> {
  /** SHA-256 of the table and its outcomes. */
  fingerprint: string;
  /** Number of records. */
  rows: number;
  /** Days on which the first and the last of them began; null: the file has no dates. */
  from: string | null;
  to: string | null;
}

/** Records learnt from, the newest ones: more take minutes and tell little more. */
const MOST = 30_000;

/** @throws {RefusedError} no-target, no-pipeline, no-upload (`scores.refused.<code>`) */
export async function scoreTask(
  store: Store,
  { dataset, settings, now = Date.now() }: { dataset: ScoreDataset; settings: ScoreSettings; now?: number },
): Promise<ScoreData> {
  const made = dataset.from === "records" ? await ofRecords(store, { dataset, now }) : await ofUpload(store, dataset);
  const days = made.moment === null ? [] : made.table.rows
    .map((row) => row[made.table.columns.indexOf(made.moment!)]).filter((cell) => !Number.isNaN(dateOf(cell)))
    .map((cell) => new Date(dateOf(cell) * 86_400_000).toISOString().slice(0, 10)).sort();
  return {
    kind: "score",
    ...made,
    settings,
    fingerprint: await fingerprint(made.table, made.outcome),
    rows: made.outcome.length,
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
}

type Made = Pick<ScoreTask, "table" | "outcome" | "moment" | "honest">;

const ENDED: Record<ScoredKind, { won: string; lost: string }> = {
  lead: { won: "converted", lost: "disqualified" },
  deal: { won: "won", lost: "lost" },
};

interface Closed {
  id: string;
  won: boolean;
  created: number;
  /** ms */
  closed: number;
}

async function ofRecords(store: Store, { dataset, now }: { dataset: RecordsDataset; now: number }): Promise<Made> {
  const { kind } = dataset;
  const all = await closedRecords(store, dataset);
  const before = ripeBefore(all, { now });
  const ripe = all.filter(({ created }) => created <= before);
  const ages = agesOf(ripe);
  const asked = ripe.flatMap((record) => {
    const at = lookedAt(record.id, record, ages);
    return at === null ? [] : [{ ...record, at }];
  });
  const seen = await lookAt(store, { kind, asked, now });
  const won = new Map(asked.map((record) => [record.id, record.won]));
  const table: Table = {
    columns: columnsOf(kind, await ownFields(store, kind)),
    rows: seen.map(({ cells }) => cells),
  };
  const outcome = Uint8Array.from(seen, ({ id }) => won.get(id) ? 1 : 0);
  return { table, outcome, moment: MOMENT, honest: COUNTED[kind] };
}

/** Oldest first. */
async function closedRecords(store: Store, { kind, since, pipeline }: RecordsDataset): Promise<Closed[]> {
  const { won, lost } = ENDED[kind];
  if (pipeline !== null && kind === "deal") {
    const known = await store.db.selectFrom("pipelines").select("id").where("id", "=", pipeline).executeTakeFirst();
    if (!known) throw new RefusedError({ code: "no-pipeline" });
  }
  const ended = kind === "deal" ? sql`coalesce(r.closed_at, r.updated_at)` : sql`r.updated_at`;
  const { rows } = await sql<{ id: string; won: boolean; created_at: Date; ended: Date }>`
    select r.id, r.status = ${won} as won, r.created_at, ${ended} as ended from ${sql.table(PLURAL[kind])} r
    where r.archived_at is null and r.status in (${won}, ${lost})
      ${since === null ? sql`` : sql`and r.created_at >= ${since}::date`}
      ${pipeline === null || kind !== "deal" ? sql`` : sql`and r.pipeline_id = ${pipeline}::uuid`}
    order by r.created_at desc, r.id desc limit ${MOST}`.execute(store.db);
  const records = rows.reverse().map((row) => ({
    id: row.id,
    won: row.won,
    created: row.created_at.getTime(),
    closed: row.ended.getTime(),
  }));
  return kind === "deal" ? records : await endsOf(store, records);
}

/** When leads ended, by their events: a lead that is touched afterwards has not lived longer. */
async function endsOf(store: Store, records: readonly Closed[]): Promise<Closed[]> {
  const { won, lost } = ENDED.lead;
  const found: Closed[] = [];
  for (let from = 0; from < records.length; from += 1_000) {
    const bite = records.slice(from, from + 1_000);
    const events = await pastOf(store, { kind: "lead", ids: bite.map(({ id }) => id) });
    for (const record of bite) {
      const ended = momentOf(events.get(record.id) ?? [], { key: "status", among: [won, lost] });
      found.push({ ...record, closed: Math.max(record.created, ended ?? record.closed) });
    }
  }
  return found;
}

async function ofUpload(store: Store, { upload, target }: OutcomeUploadDataset): Promise<Made> {
  const { uploadTable } = await import("@/ml/datasets/mod.ts");
  const table = await uploadTable(store, upload);
  if (table === null) throw new RefusedError({ code: "no-upload" });
  const split = splitOutcome(table, target);
  if (split === null) throw new RefusedError({ code: "no-target", detail: { column: target } });
  const moment = momentColumn(split.table);
  return { ...split, moment: moment < 0 ? null : split.table.columns[moment] };
}

async function fingerprint(table: Table, outcome: Uint8Array): Promise<string> {
  const lines = table.rows.map((row, n) => `${JSON.stringify(row)}${outcome[n]}\n`);
  const text = new TextEncoder().encode([`${JSON.stringify(table.columns)}\n`, ...lines].join(""));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
