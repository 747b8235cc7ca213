/** Whether the person may write a new record: said in the dry run as it is done in the run. */
import type { Access } from "@/store/access.ts";
import { requireAssignable, requireFilled, type Values } from "@/crm/record/mod.ts";
import { type Planned, wholeValues } from "@/crm/import/rows/plan.ts";
import type { Setting } from "@/crm/import/run/setting.ts";

/** All values of the record that the row would make. @throws {Refusal} */
export function requireWritable(planned: Planned, access: Access, setting: Setting): Values {
  const { kind, options, schema } = setting;
  const own = { user: access.user, team: access.teams[0] ?? null };
  const values = wholeValues(planned.row, { ...setting, tags: options.tags, own });
  const [owner, team] = [values.owner as string | null, (values.team ?? null) as string | null];
  requireAssignable(access, { kind, owner, team });
  requireFilled(values, schema, access, kind);
  return values;
}
