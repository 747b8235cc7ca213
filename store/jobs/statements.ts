/** SQL of the jobs' life: waiting -> running -> done, or back to waiting, or dead. */
import type pg from "pg";
import type { LiveValue } from "@/actors/runtime/types.ts";

export interface ClaimedJob {
  id: string;
  payload: LiveValue;
  attempt: number;
  max_attempts: number;
  backoff_ms: number;
}

/** Marks what a killed process left at its last attempt as dead, then claims due and abandoned jobs. */
export async function claimJobs(
  pool: pg.Pool,
  wish: { name: string; limit: number; worker: string; leaseMs: number },
): Promise<ClaimedJob[]> {
  const { rows } = await pool.query<ClaimedJob>({
    name: "jobs-claim",
    text: `
      with spent as (
        update jobs set state = 'dead', finished_at = now(), worker = null,
          last_error = coalesce(last_error, 'the process ended in the middle of the last attempt')
        where name = $1 and state = 'running' and lease_until < now() and attempt >= max_attempts
      ), abandoned as (
        select id from jobs where name = $1 and state = 'running' and lease_until < now() and attempt < max_attempts
        order by lease_until limit $2 for update skip locked
      ), due as (
        select id from jobs where name = $1 and state = 'waiting' and run_at <= now()
        order by run_at limit $2 for update skip locked
      )
      update jobs set state = 'running', attempt = attempt + 1, worker = $3,
        lease_until = now() + $4 * interval '1 millisecond'
      where id = any(array(select id from (select id from abandoned union all select id from due) as found limit $2))
      returning id, payload, attempt, max_attempts, backoff_ms`,
    values: [wish.name, wish.limit, wish.worker, wish.leaseMs],
  });
  return rows;
}

/** Milliseconds until the next job of the name is due or abandoned, or undefined when there is none. */
export async function nextDue(pool: pg.Pool, name: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: "jobs-next",
    text: `select extract(epoch from least(
        (select min(run_at) from jobs where name = $1 and state = 'waiting'),
        (select min(lease_until) from jobs where name = $1 and state = 'running')
      ) - now())::float8 * 1000 as ms`,
    values: [name],
  });
  return rows[0]?.ms ?? undefined;
}

/** Each of these touches the row only while this attempt still holds it; false: it was lost meanwhile. */
export interface Holding {
  id: string;
  worker: string;
  attempt: number;
}

const HELD = "id = $1 and worker = $2 and attempt = $3 and state = 'running'";

async function touch(pool: pg.Pool, holding: Holding, set: { sql: string; values: unknown[] }): Promise<boolean> {
  const values = [holding.id, holding.worker, holding.attempt, ...set.values];
  const { rowCount } = await pool.query(`update jobs set ${set.sql} where ${HELD}`, values);
  return rowCount === 1;
}

export function renewJob(pool: pg.Pool, holding: Holding, leaseMs: number): Promise<boolean> {
  return touch(pool, holding, { sql: "lease_until = now() + $4 * interval '1 millisecond'", values: [leaseMs] });
}

export function completeJob(pool: pg.Pool, holding: Holding): Promise<boolean> {
  const sql = "state = 'done', finished_at = now(), worker = null, lease_until = null, last_error = null";
  return touch(pool, holding, { sql, values: [] });
}

export function failJob(
  pool: pg.Pool,
  holding: Holding,
  failure: { error: string; againInMs: number | undefined },
): Promise<boolean> {
  if (failure.againInMs === undefined) {
    const sql = "state = 'dead', finished_at = now(), worker = null, lease_until = null, last_error = $4";
    return touch(pool, holding, { sql, values: [failure.error] });
  }
  const sql = "state = 'waiting', worker = null, lease_until = null, last_error = $4, " +
    "run_at = now() + $5 * interval '1 millisecond'";
  return touch(pool, holding, { sql, values: [failure.error, failure.againInMs] });
}
