/** The sales report with the words of the person's language: built-in sources are called by the catalogues. */
import type { Access } from "@/store/access.ts";
import { type SalesFilter, type SalesReport, salesReport } from "@/crm/reports/mod.ts";
import { BadInputError, type Result } from "@/crm/result.ts";
import { namedSources } from "./sources.ts";
import type { State } from "./state.ts";

/** @throws {ForbiddenError} Refusals: `reports.error.bad-filter` */
export async function namedReport(
  state: Pick<State, "store" | "locale">,
  access: Access,
  filter: SalesFilter,
): Promise<Result<SalesReport>> {
  try {
    const [report, sources] = await Promise.all([
      salesReport(state.store, access, { filter, locale: state.locale }),
      namedSources(state),
    ]);
    const used = new Set([...report.groups.map(({ key }) => key), filter.value]);
    const named = sources.filter(({ id }) => used.has(id)).map(({ id, name }) => [id, name]);
    return { ok: true, value: { ...report, names: { ...report.names, ...Object.fromEntries(named) } } };
  } catch (error) {
    if (error instanceof BadInputError) {
      return { ok: false, code: "reports.error.bad-filter", detail: { field: error.field } };
    }
    throw error;
  }
}
