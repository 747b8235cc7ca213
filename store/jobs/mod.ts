/** Jobs: one port, the truth in PostgreSQL, wake-ups through Deno KV or pg-boss. */
export { kvWakeups } from "./deno_kv.ts";
export { type JobsOptions, openJobs } from "./pg_jobs.ts";
export { pgBossWakeups } from "./pg_boss.ts";
export type { DeadJob, EnqueueOptions, JobContext, JobHandler, Jobs, Wakeups, Worker, WorkOptions } from "./types.ts";
