/** What a rule has found already, by its runs. */
import { type RawBuilder, sql } from "kysely";

/** True of rows whose key has no run of the rule; of all in a trial. */
export function unfound(rule: string | null, key: RawBuilder<string>): RawBuilder<boolean> {
  if (rule === null) return sql<boolean>`true`;
  return sql<boolean>`not exists (select 1 from automation_runs x where x.rule_id = ${rule}::uuid and x.key = ${key})`;
}
