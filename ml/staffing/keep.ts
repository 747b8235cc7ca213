/** Settings of staffing as they are kept: by queue, or by model where calls come from a file. */
import { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb } from "@/crm/verb.ts";
import type { Line } from "@/ml/staffing/lines.ts";
import { type StaffingSettings, usualSettings } from "@/ml/staffing/settings.ts";
import type { Transaction } from "kysely";

const DAY_S = 86_400;
const share = (most: number) => z.number().gt(0).max(most);

export const staffingSettingsSchema = z.object({
  serviceLevel: z.object({ share: z.number().gt(0).lt(1), within: z.number().min(0).max(3_600) }).nullable(),
  abandon: share(1).nullable(),
  occupancy: share(1).nullable(),
  sure: z.number().min(0.5).max(0.99).nullable(),
  shrinkage: z.number().min(0).max(0.9),
  handle: z.number().min(1).max(DAY_S).nullable(),
  patience: z.union([z.number().min(1).max(DAY_S), z.literal("endless")]).nullable(),
  prices: z.object({
    agentHour: z.number().gt(0).max(1e9),
    abandoned: z.number().min(0).max(1e9),
    waitingMinute: z.number().min(0).max(1e9),
  }).refine(({ abandoned, waitingMinute }) => abandoned > 0 || waitingMinute > 0).nullable(),
}).refine(({ serviceLevel, abandon, occupancy }) => serviceLevel !== null || abandon !== null || occupancy !== null, {
  path: ["serviceLevel"],
}) satisfies z.ZodType<StaffingSettings>;

export interface KeptSettings {
  settings: StaffingSettings;
  /** 0: nothing is kept, these are the usual ones. */
  version: number;
}

/** @throws {ForbiddenError} */
export async function settingsOf(store: Store, access: Access, line: Line): Promise<KeptSettings> {
  require(access, "analytics.view");
  return await read(store.db, line);
}

/** Refusals: `staffing.error.stale` when somebody else saved meanwhile. @throws {ForbiddenError} */
export function keepSettings(
  store: Store,
  access: Access,
  given: { line: Line; version: number; settings: StaffingSettings },
): Promise<Result<KeptSettings>> {
  const { line, version, settings } = given;
  return verb(store, access, {
    permission: "models.manage",
    constraints: {
      staffing_settings_queue: "staffing.error.stale",
      staffing_settings_model: "staffing.error.stale",
    },
    work: async (trx) => {
      const kept = await read(trx, line, true);
      if (kept.version !== version) throw new Refusal("staffing.error.stale");
      const changed = difference(plain(kept.settings), plain(settings));
      if (!changed && version > 0) return { value: kept, change: null };
      const set = { settings: JSON.stringify(settings), version: version + 1, updated_at: new Date() };
      if (version === 0) {
        await trx.insertInto("staffing_settings").values({ id: newId(), ...keyOf(line), ...set }).execute();
      } else await whereLine(trx.updateTable("staffing_settings").set(set), line).execute();
      return {
        value: { settings, version: version + 1 },
        change: {
          type: "staffing-settings.updated",
          entity: line.queue ? { kind: "queue", id: line.queue.id } : { kind: "model", id: line.model },
          ...changed ?? { before: {}, after: plain(settings) },
        },
      };
    },
  });
}

const plain = (settings: StaffingSettings): Plain => ({ ...settings });

const keyOf = ({ queue, model }: Line) => ({ queue_id: queue?.id ?? null, model_id: queue ? null : model });

function whereLine<Query extends { where(column: "queue_id" | "model_id", is: "=", value: string): Query }>(
  query: Query,
  { queue, model }: Line,
): Query {
  return queue ? query.where("queue_id", "=", queue.id) : query.where("model_id", "=", model);
}

async function read(db: Store["db"] | Transaction<Database>, line: Line, lock = false): Promise<KeptSettings> {
  let query = db.selectFrom("staffing_settings").select(["settings", "version"]);
  query = line.queue ? query.where("queue_id", "=", line.queue.id) : query.where("model_id", "=", line.model);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  const usual = usualSettings(line.within);
  if (!row) return { settings: usual, version: 0 };
  // A setting that came later than the row has its usual value.
  return { settings: { ...usual, ...row.settings as Partial<StaffingSettings> }, version: row.version };
}
