/** Sources by the names that people read: built-in ones are called by the catalogues. */
import { sourceNames } from "@/crm/intake/mod.ts";
import type { SourceName } from "@/components/intake/types.ts";
import { t } from "@/locales/mod.ts";
import type { State } from "@/routes/(_door)/state.ts";

export async function namedSources(state: Pick<State, "store" | "locale">): Promise<SourceName[]> {
  const say = t(state.locale);
  const rows = await sourceNames(state.store);
  return rows.map(({ id, name, builtin, kind }) => ({
    id,
    kind,
    name: builtin ? say(`intake.builtin.${builtin}`) : name,
  }));
}
