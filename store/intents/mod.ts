/**
 * Intents: what must never happen twice (a dialled number, a message, a webhook) is written here before it is done,
 * under an id chosen by us. After a crash the open ones are looked up at whoever carried them out, not repeated.
 */
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { Store } from "../store.ts";

export type IntentState = "begun" | "done" | "failed";

export interface Intent {
  id: string;
  kind: string;
  stream: string | null;
  data: LiveValue;
  state: IntentState;
  result: LiveValue | null;
  begunAt: Date;
}

export class Intents {
  constructor(private readonly store: Store) {}

  /** True exactly once per id, for whoever may go and do it; false when it was begun before (see {@link find}). */
  async begin(id: string, intent: { kind: string; stream?: string; data: LiveValue }): Promise<boolean> {
    const { kind, stream, data } = intent;
    const row = await this.store.db.insertInto("intents")
      .values({ id, kind, stream: stream ?? null, data: JSON.stringify(data) })
      .onConflict((oc) => oc.column("id").doNothing()).returning("id").executeTakeFirst();
    return row !== undefined;
  }

  /** Records how it ended; the first answer stands. False when it was settled before or never begun. */
  async settle(id: string, outcome: { state: "done" | "failed"; result?: LiveValue }): Promise<boolean> {
    const row = await this.store.db.updateTable("intents")
      .set({ state: outcome.state, result: JSON.stringify(outcome.result ?? null), settled_at: new Date() })
      .where("id", "=", id).where("state", "=", "begun").returning("id").executeTakeFirst();
    return row !== undefined;
  }

  async find(id: string): Promise<Intent | undefined> {
    const row = await this.store.db.selectFrom("intents").selectAll().where("id", "=", id).executeTakeFirst();
    return row && { ...row, begunAt: row.begun_at };
  }

  /** Begun and not settled, oldest first: what a restart has to look into. */
  async open(kind: string, limit = 1_000): Promise<Intent[]> {
    const rows = await this.store.db.selectFrom("intents").selectAll()
      .where("kind", "=", kind).where("state", "=", "begun").orderBy("begun_at").limit(limit).execute();
    return rows.map((row) => ({ ...row, begunAt: row.begun_at }));
  }

  /** Deletes settled intents older than `before`; an open one is never deleted by age. */
  async prune(before: Date): Promise<number> {
    const result = await this.store.reports.deleteFrom("intents")
      .where("state", "!=", "begun").where("settled_at", "<", before).executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
