/** Rules of automation. */
import { page } from "fresh";
import { listRules, type RuleView } from "@/crm/automation/mod.ts";
import { AutomationHead } from "@/components/automation/AutomationHead.tsx";
import type { EditorSetup } from "@/components/automation/types.ts";
import { editorSetup } from "@/routes/(_door)/automation.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import AutomationRules from "@/islands/AutomationRules.tsx";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "automation.manage");
    const [setup, rules] = await Promise.all([editorSetup(ctx.state), listRules(ctx.state.store, access)]);
    return page<{ setup: EditorSetup; rules: RuleView[] }>({ setup, rules });
  },
});

export default define.page<typeof handlers>(function AutomationPage({ data }) {
  return (
    <>
      <AutomationHead tab="rules" />
      <AutomationRules {...data} />
    </>
  );
});
