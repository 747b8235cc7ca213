/**
 * The one way records are written: one transaction holds the record, one event row and one audit row. Board, API,
 * import, automation and sync all go through verbs made with this.
 */
import { sql, type Transaction } from "kysely";
import { type Access, type Permission, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { markApplied } from "@/crm/idempotency/keys.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";

/** Plain data for the logs; never secrets. */
export type Plain = Record<string, unknown>;

/** What a verb did, for the event log and the audit. */
export interface Change {
  /** `<entity>.<past participle>`, for example `user.updated`; also the audit's action. */
  type: string;
  entity: { kind: string; id: string };
  /** State before and after, whole or the changed fields; absent: there was none. */
  before?: Plain;
  after?: Plain;
  /** Event data, when it differs from `after`. */
  data?: Plain;
}

export interface VerbSpec {
  permission?: Permission;
  /** Event or command that caused this verb. */
  cause?: string;
  depth?: number;
  quiet?: boolean;
  /** Constraint or unique index → refusal code, for races that only the database sees. */
  constraints?: Record<string, string>;
  /** NOTIFY channel told at commit, for example `setup`. */
  notify?: string;
}

/**
 * Runs `work` in one transaction and writes its change. `work` returns `change: null` when nothing changed: then
 * nothing is logged. Throw a {@link Refusal} in it to roll back and answer with a value.
 * @throws {ForbiddenError}
 */
export async function verb<T>(
  store: Store,
  access: Access,
  spec: VerbSpec & { work: (trx: Transaction<Database>) => Promise<{ value: T; change: Change | null }> },
): Promise<Result<T>> {
  if (spec.permission) require(access, spec.permission);
  try {
    return await store.tx(async (trx) => {
      const { value, change } = await spec.work(trx);
      if (change) {
        await writeChange(trx, access, { change, cause: spec.cause, depth: spec.depth, quiet: spec.quiet });
        if (spec.notify) {
          const payload = JSON.stringify({ type: change.type, ...change.entity });
          await sql`select pg_notify(${spec.notify}, ${payload})`.execute(trx);
        }
      }
      return { ok: true as const, value };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    const code = spec.constraints?.[constraintOf(error)];
    if (code) return { ok: false, code };
    throw error;
  }
}

export interface LogOptions {
  cause?: string;
  depth?: number;
  /** Automation leaves these events alone: an import with automation off. */
  quiet?: boolean;
}

/** Writes the event and the audit row of one change. */
export function writeChange(
  trx: Transaction<Database>,
  access: Access,
  entry: LogOptions & { change: Change },
): Promise<void> {
  return writeChanges(trx, access, { ...entry, changes: [entry.change] });
}

/** Writes the events and the audit rows of many changes in one statement, in their order. */
export async function writeChanges(
  trx: Transaction<Database>,
  access: Access,
  entry: LogOptions & { changes: readonly Change[]; audit?: boolean },
): Promise<void> {
  if (entry.changes.length === 0) return;
  if (access.once) {
    const { type, entity } = entry.changes[0];
    await markApplied(trx, access.once, { type, ...entity });
  }
  const rows = entry.changes.map((change) => ({
    event: newId(),
    audit: newId(),
    type: change.type,
    kind: change.entity.kind,
    entity: change.entity.id,
    data: change.data ?? change.after ?? {},
    before: change.before ?? null,
    after: change.after ?? null,
  }));
  const list = sql`jsonb_to_recordset(${
    JSON.stringify(rows)
  }::jsonb) as t (event uuid, audit uuid, type text, kind text,
    entity text, data jsonb, before jsonb, after jsonb)`;
  const events = sql`insert into events (id, type, entity_kind, entity_id, actor, origin, cause, depth, quiet, data,
      before)
    select event, type, kind, entity, ${access.user}, ${access.origin}, ${entry.cause ?? null}, ${entry.depth ?? 0},
      ${entry.quiet ?? false}, data, nullif(before, 'null') from ${list}`;
  if (entry.audit === false) {
    await events.execute(trx);
    return;
  }
  await sql`
    with event as (${events})
    insert into audit (id, actor, origin, ip, action, entity_kind, entity_id, event_id, before, after)
    select audit, ${access.user}, ${access.origin}, ${access.ip ?? null}, type, kind, entity, event,
      nullif(before, 'null'), nullif(after, 'null') from ${list}`.execute(trx);
}

/** The fields that differ, so that the audit shows a change and not a copy of the record. */
export function difference(before: Plain, after: Plain): { before: Plain; after: Plain } | null {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (keys.length === 0) return null;
  const pick = (from: Plain) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Name of the constraint or unique index that a statement ran into; empty: it was something else. */
export function constraintOf(error: unknown): string {
  return error instanceof Error && "constraint" in error && typeof error.constraint === "string"
    ? error.constraint
    : "";
}
