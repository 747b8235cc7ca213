/**
 * Looks for duplicates among the records that were changed since the last look, a few hundred at a time, so that a
 * million new ones cost the desk nothing. Runs as a job; where it stands is a row, so that a killed one goes on.
 */
import { sql, type Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { CONTACTABLE, type ContactableKind, PLURAL } from "@/crm/record/mod.ts";
import { nameLikeness, SURELY_SAME } from "@/crm/search/names.ts";
import { nameQuery, tellingWords } from "@/crm/duplicates/names.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { DuplicateWhy } from "@/store/tables/cards.ts";

const STEP = 500;
/** A number that more records share is a switchboard's, not a person's. */
const SHARED = 10;
const CANDIDATES = 30;
/** A transaction that is still running may write a time that is already past. */
const SETTLED_SECONDS = 10;
const JOB = "duplicates";
const PAUSE_MS = 60_000;
const AGAIN_MS = 2_000;
const STEPS_A_RUN = 40;

interface Row {
  id: string;
  name: string;
  company: string;
  updated: string;
}

interface Found {
  a: string;
  b: string;
  why: DuplicateWhy;
  likeness: number;
}

/** One step over a kind. @returns how many records were looked at; fewer than {@link STEP}: it has caught up */
export async function scanStep(
  store: Store,
  kind: ContactableKind,
  options = { settled: SETTLED_SECONDS },
): Promise<number> {
  return await store.tx(async (trx) => {
    // One scan at a time; another node's waits and then finds less to do.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`duplicates ${kind}`}, 0))`.execute(trx);
    const company = kind === "company" ? sql`''` : sql`r.company`;
    const { rows } = await sql<Row>`
      select r.id, r.name, ${company} as company, r.updated_at::text as updated from ${sql.table(PLURAL[kind])} r
      where r.archived_at is null and r.updated_at < now() - make_interval(secs => ${options.settled})
        and (r.updated_at, r.id) > (
          coalesce((select s.updated_at from duplicate_scans s where s.kind = ${kind}), '-infinity'),
          coalesce((select s.record_id from duplicate_scans s where s.kind = ${kind}),
            '00000000-0000-0000-0000-000000000000'))
      order by r.updated_at, r.id limit ${STEP}`.execute(trx);
    const last = rows.at(-1);
    if (!last) return 0;
    const ids = rows.map(({ id }) => id);
    await sql`delete from duplicate_pairs where state = 'open' and (a = any(${ids}::uuid[]) or b = any(${ids}::uuid[]))`
      .execute(trx);
    const found = [...await byPoints(trx, { kind, ids }), ...await byNames(trx, { kind, rows })];
    await write(trx, { kind, found });
    await sql`insert into duplicate_scans (kind, updated_at, record_id)
      values (${kind}, ${last.updated}::timestamptz, ${last.id})
      on conflict (kind) do update set updated_at = excluded.updated_at, record_id = excluded.record_id`.execute(trx);
    return rows.length;
  });
}

async function byPoints(
  trx: Transaction<Database>,
  options: { kind: ContactableKind; ids: string[] },
): Promise<Found[]> {
  const { kind, ids } = options;
  const { rows } = await sql<{ a: string; b: string; point: string }>`
    select least(p.record_id, q.record_id) as a, greatest(p.record_id, q.record_id) as b, p.point
    from record_points p, lateral (select q.record_id from record_points q
      where q.point = p.point and q.kind = ${kind} limit ${SHARED + 1}) q
    where p.record_id = any(${ids}::uuid[]) and p.kind = ${kind} and q.record_id <> p.record_id
      and (select count(*) from (select 1 from record_points s where s.point = p.point and s.kind = ${kind}
        limit ${SHARED + 1}) shared) <= ${SHARED}
      and exists (select 1 from ${sql.table(PLURAL[kind])} r where r.id = q.record_id and r.archived_at is null)`
    .execute(trx);
  return rows.map(({ a, b, point }) => ({ a, b, why: point.startsWith("+") ? "phone" : "email", likeness: 1 }));
}

/**
 * A person's name is borne by many: only together with the company it tells something. A company's name does alone.
 * All of a step in one statement: each row with its own query over the index.
 */
async function byNames(trx: Transaction<Database>, options: { kind: ContactableKind; rows: Row[] }): Promise<Found[]> {
  const { kind } = options;
  const asked = options.rows.flatMap((row) => {
    const query = nameQuery({ kind, name: row.name, company: row.company }, (word) => [word]);
    const [company] = tellingWords(row.company);
    if (!query || (kind !== "company" && !company)) return [];
    return [{ ...row, query: kind === "company" ? query : `(${query}) & '${company}'` }];
  });
  if (asked.length === 0) return [];
  const company = kind === "company" ? sql`''` : sql`r.company`;
  const { rows } = await sql<{ own: string; id: string; name: string; company: string }>`
    select given.id as own, r.id, r.name, r.company
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as given (id uuid, query text), lateral (
      select r.id, r.name, ${company} as company from ${sql.table(PLURAL[kind])} r
      where r.words @@ given.query::tsquery and r.archived_at is null and r.id <> given.id limit ${CANDIDATES}) r`
    .execute(trx);
  const byId = new Map(asked.map((row) => [row.id, row]));
  return rows.flatMap(({ own, id, name, company }): Found[] => {
    const row = byId.get(own)!;
    const likeness = nameLikeness(row.name, name);
    const same = kind === "company" || nameLikeness(row.company, company) >= SURELY_SAME;
    if (likeness < SURELY_SAME || !same) return [];
    return [{ a: own < id ? own : id, b: own < id ? id : own, why: "name", likeness: likeness * 0.99 }];
  });
}

async function write(trx: Transaction<Database>, options: { kind: ContactableKind; found: Found[] }): Promise<void> {
  const best = new Map<string, Found>();
  for (const one of options.found) {
    const key = `${one.a} ${one.b}`;
    if ((best.get(key)?.likeness ?? -1) < one.likeness) best.set(key, one);
  }
  if (best.size === 0) return;
  const rows = [...best.values()].map((one) => ({ id: newId(), ...one }));
  // Whatever somebody has decided about a pair stays.
  await sql`insert into duplicate_pairs (id, kind, a, b, why, likeness)
    select id, ${options.kind}, a, b, why, likeness from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (id uuid, a uuid, b uuid, why text, likeness real) order by a, b
    on conflict do nothing`.execute(trx);
}

/** Looks as long as there is something new and `signal` allows. @returns whether it has caught up */
export async function scan(store: Store, signal?: AbortSignal): Promise<boolean> {
  let caughtUp = true;
  for (const kind of CONTACTABLE) {
    for (let step = 0; step < STEPS_A_RUN; step++) {
      if (signal?.aborted) return false;
      const looked = await scanStep(store, kind);
      if (looked < STEP) break;
      if (step === STEPS_A_RUN - 1) caughtUp = false;
    }
  }
  return caughtUp;
}

/** Starts the job that looks every minute, and at once again while there is much to look at. */
export async function startDuplicateScan(store: Store, jobs: Jobs): Promise<void> {
  // Chains that a restart began anew meet in the same minute and become one, by the key. Not this job's own: it holds it.
  const next = async (at: number) => {
    const runAt = new Date(at);
    await jobs.enqueue(JOB, null, { runAt, key: runAt.toISOString(), maxAttempts: 100 });
  };
  jobs.work(JOB, async (_, { signal }) => {
    let caughtUp = true;
    try {
      caughtUp = await scan(store, signal);
    } finally {
      const step = caughtUp ? PAUSE_MS : AGAIN_MS;
      await next(Math.ceil((Date.now() + 1) / step) * step);
    }
  }, { concurrency: 1 });
  await next(Math.ceil(Date.now() / AGAIN_MS) * AGAIN_MS);
}
