/** The log of automation. */
import { page } from "fresh";
import { getRun, listRules, listRuns, listRunsSchema } from "@/crm/automation/mod.ts";
import { AutomationHead } from "@/components/automation/AutomationHead.tsx";
import { editorSetup } from "@/routes/(_door)/automation.ts";
import { allowed, filled } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { isId } from "@/crm/ids.ts";
import AutomationRuns, { type RunsProps } from "@/islands/AutomationRuns.tsx";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "automation.manage");
    const { store } = ctx.state;
    const { run = "", ...given } = filled(ctx.url.searchParams);
    const parsed = listRunsSchema.safeParse(given);
    const query = parsed.success ? parsed.data : listRunsSchema.parse({});
    const [setup, rules, list, one] = await Promise.all([
      editorSetup(ctx.state),
      listRules(store, access),
      listRuns(store, access, query),
      isId(run) ? getRun(store, access, { id: run }) : null,
    ]);
    // A run that is asked for stands on top, however old it is.
    const rows = one
      ? [one, ...list.rows.filter(({ id }) => id !== one.id)].map((row) => {
        const { decision: _, results: __, chain: ___, followed: ____, ...view } = row as typeof one;
        return view;
      })
      : list.rows;
    return page<RunsProps>({
      setup,
      rules: rules.map(({ id, name }) => ({ id, name })),
      rows,
      next: list.next,
      filter: { rule: query.rule ?? "", state: query.state ?? "", run: one?.id ?? "" },
    });
  },
});

export default define.page<typeof handlers>(function AutomationRunsPage({ data }) {
  return (
    <>
      <AutomationHead tab="runs" />
      <AutomationRuns {...data} />
    </>
  );
});
