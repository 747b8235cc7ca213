/** How a deal came through its stages: from, to, for how long, by whom. */
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { getRecord } from "@/crm/record/mod.ts";

export interface StageStep {
  id: string;
  /** null: it began here. */
  from: string | null;
  to: string;
  pipeline: string;
  /** ms */
  at: number;
  /** In `from`. */
  seconds: number | null;
  /** null: the program. */
  actor: string | null;
  actorName: string | null;
}

const MOST = 200;

/** Newest first. null: there is no such deal in reach. @throws {ForbiddenError} */
export async function stageLog(store: Store, access: Access, options: { id: string }): Promise<StageStep[] | null> {
  if (!await getRecord(store, access, { kind: "deal", id: options.id })) return null;
  const rows = await store.db.selectFrom("stage_log as l").leftJoin("users as u", "u.id", "l.actor")
    .select(["l.id", "l.from_stage", "l.to_stage", "l.pipeline_id", "l.at", "l.seconds", "l.actor", "u.name"])
    .where("l.deal_id", "=", options.id).orderBy("l.at", "desc").orderBy("l.id", "desc").limit(MOST).execute();
  return rows.map((row) => ({
    id: row.id,
    from: row.from_stage,
    to: row.to_stage,
    pipeline: row.pipeline_id,
    at: row.at.getTime(),
    seconds: row.seconds === null ? null : Number(row.seconds),
    actor: row.actor,
    actorName: row.name,
  }));
}
