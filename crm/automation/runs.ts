/** The log: what rules did, when and why. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { beyond, type Page, toPage } from "@/crm/page.ts";
import type { listRunsSchema } from "@/crm/automation/schemas.ts";
import type { ChainLink, Decision, RuleEvent, StepResult, SubjectKind } from "@/crm/automation/types.ts";
import type { RunState } from "@/store/tables/automation.ts";

/** Runs are kept for so long. */
export const RUN_DAYS = 60;
const BITE = 5_000;

export interface RunView {
  id: string;
  rule: { id: string; name: string };
  state: RunState;
  kind: SubjectKind;
  record: string;
  title: string;
  event: { type: string; at: string; actor: string; origin: string };
  error: string | null;
  detail: Record<string, string | number> | null;
  createdAt: string;
  finishedAt: string | null;
  /** Of a wait. */
  dueAt: string | null;
  /** Between the event and the end; null while it waits. */
  latencyMs: number | null;
  durationMs: number | null;
  depth: number;
}

export interface RunDetail extends RunView {
  decision: Decision | null;
  results: StepResult[];
  /** The first one first, with the rules' names. */
  chain: (ChainLink & { name: string; title: string })[];
  /** Runs that this one's changes fired. */
  followed: { run: string; name: string; state: RunState }[];
}

interface Row {
  id: string;
  rule: string;
  name: string;
  state: RunState;
  kind: SubjectKind;
  record: string;
  title: string;
  event: RuleEvent;
  error: string | null;
  detail: Record<string, string | number> | null;
  created_at: Date;
  finished_at: Date | null;
  due_at: Date;
  event_at: Date;
  duration_ms: number | null;
  depth: number;
  cursor_at: string;
}

const columns = sql`r.id, r.rule_id as rule, u.name, r.state, r.kind, r.record_id as record, r.title, r.event, r.error,
  r.detail, r.created_at, r.finished_at, r.due_at, r.event_at, r.duration_ms, r.depth,
  r.created_at::text as cursor_at`;

function toView(row: Row): RunView {
  const { type, actor, origin } = row.event;
  return {
    id: row.id,
    rule: { id: row.rule, name: row.name },
    state: row.state,
    kind: row.kind,
    record: row.record,
    title: row.title,
    event: { type, at: row.event_at.toISOString(), actor, origin },
    error: row.error,
    detail: row.detail,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    dueAt: row.state === "waiting" ? row.due_at.toISOString() : null,
    latencyMs: row.finished_at ? row.finished_at.getTime() - row.event_at.getTime() : null,
    durationMs: row.duration_ms,
    depth: row.depth,
  };
}

/** Newest first. @throws {ForbiddenError} */
export async function listRuns(
  store: Store,
  access: Access,
  options: z.output<typeof listRunsSchema>,
): Promise<Page<RunView>> {
  require(access, "automation.manage");
  const { rule, state, record, after, limit } = options;
  const { rows } = await sql<Row>`select ${columns} from automation_runs r join automation_rules u on u.id = r.rule_id
    where (${rule ?? null}::uuid is null or r.rule_id = ${rule ?? null}::uuid)
      and (${state ?? null}::text is null or r.state = ${state ?? null})
      and (${record ?? null}::text is null or r.record_id = ${record ?? null})
      and ${beyond(after, { at: sql`r.created_at`, id: sql`r.id`, idType: "uuid" })}
    order by r.created_at desc, r.id desc limit ${limit + 1}`.execute(store.db);
  return toPage(rows, limit, toView);
}

/** null: there is none. @throws {ForbiddenError} */
export async function getRun(store: Store, access: Access, options: { id: string }): Promise<RunDetail | null> {
  require(access, "automation.manage");
  const { rows: [row] } = await sql<
    Row & { decision: Decision | null; results: StepResult[]; chain: ChainLink[] }
  >`select ${columns}, r.decision, r.results, r.chain
    from automation_runs r join automation_rules u on u.id = r.rule_id where r.id = ${options.id}::uuid`
    .execute(store.db);
  if (!row) return null;
  const { rows: links } = await sql<{ id: string; name: string; title: string }>`select r.id, u.name, r.title
    from automation_runs r join automation_rules u on u.id = r.rule_id
    where r.id = any(${row.chain.map(({ run }) => run)}::uuid[])`.execute(store.db);
  const { rows: followed } = await sql<
    { run: string; name: string; state: RunState }
  >`select f.id as run, u.name, f.state
    from automation_runs f join automation_rules u on u.id = f.rule_id join events e on e.id = f.event_id
    where e.cause = ${row.id}::text and e.origin = 'automation' order by f.id limit 50`.execute(store.db);
  const known = new Map(links.map((one) => [one.id, one]));
  return {
    ...toView(row),
    decision: row.decision,
    results: row.results,
    chain: row.chain.map((link) => ({
      ...link,
      name: known.get(link.run)?.name ?? "",
      title: known.get(link.run)?.title ?? "",
    })),
    followed,
  };
}

/** Deletes old runs; those that wait stay. Returns how many. For housekeeping. */
export async function purgeRuns(store: Store, before: Date): Promise<number> {
  let sum = 0;
  for (;;) {
    const { numAffectedRows } = await sql`delete from automation_runs where id in (select id from automation_runs
      where created_at < ${before} and state not in ('queued', 'waiting') limit ${BITE})`.execute(store.db);
    const n = Number(numAffectedRows ?? 0);
    sum += n;
    if (n < BITE) return sum;
  }
}
