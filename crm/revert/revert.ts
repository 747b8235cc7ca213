/** Takes one change of a record back, as the audit holds it. The way back is a change too: `<kind>.reverted`. */
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb } from "@/crm/verb.ts";
import { follow } from "@/crm/record/derive.ts";
import { requireAssignable } from "@/crm/record/input.ts";
import {
  CONSTRAINTS,
  fieldRight,
  KINDS,
  lockOne,
  type RecordKind,
  RECORDS_CHANNEL,
  schemaOf,
  type Values,
  writeRaw,
} from "@/crm/record/mod.ts";
import { planRevert } from "@/crm/revert/plan.ts";

export const revertSchema = z.object({
  /** Of the audit's line. */
  id: z.uuid(),
  /** Also what was changed since: after a second look. */
  force: z.boolean().default(false).meta({ description: "api.field.force" }),
});

export interface Reverted {
  reverted: string[];
  /** Changed since, or not this person's to change: left as they are. */
  left: string[];
}

/** Verbs whose before and after are values of fields. */
const REVERTIBLE = new Set(["updated", "reverted"]);

/** @throws {ForbiddenError} */
export function revertChange(
  store: Store,
  access: Access,
  input: z.output<typeof revertSchema>,
): Promise<Result<Reverted>> {
  return verb(store, access, {
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const line = await trx.selectFrom("audit").selectAll().where("id", "=", input.id).executeTakeFirst();
      const kind = KINDS.find((one) => one === line?.entity_kind);
      if (!line || !kind || !isRevertible(line.action, kind)) throw new Refusal("timeline.error.no-change");
      const schema = await schemaOf(store, kind);
      const record = await lockOne(trx, access, { kind, id: line.entity_id, schema });
      const known = (values: Plain | null) =>
        Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => schema.has(key))) as Values;
      const right = (key: string) => fieldRight(access, kind, key);
      const plan = planRevert({ before: known(line.before), after: known(line.after) }, record.values, {
        force: input.force,
        may: (key) => right(key) === "edit",
      });
      const left = plan.left.filter((key) => right(key) !== "hidden");
      const changed = difference(record.values as Plain, { ...record.values, ...plan.values });
      if (!changed) return { value: { reverted: [], left }, change: null };
      const next = { ...record.values, ...plan.values };
      if (next.owner !== record.values.owner || next.team !== record.values.team) {
        requireAssignable(access, { kind, owner: next.owner as string | null, team: next.team as string | null });
      }
      await writeRaw(trx, { kind, id: record.id, values: changed.after as Values, schema });
      await follow(trx, { kind, id: record.id, changed: changed.after as Values });
      return {
        value: { reverted: Object.keys(changed.after), left },
        change: { type: `${kind}.reverted`, entity: { kind, id: record.id }, ...changed },
      };
    },
  });
}

/** Whether the audit's line is a change of fields. */
export function isRevertible(action: string, kind: RecordKind): boolean {
  const [of, what] = action.split(".");
  return of === kind && REVERTIBLE.has(what);
}
