/** What a rule, kept or not, would have done in the past. Nothing is changed. */
import { MOST_DAYS, tryRule, tryRuleSchema } from "@/crm/automation/mod.ts";
import { choiceWords } from "@/routes/(_door)/automation.ts";
import { automationTrialSchema } from "@/routes/(_door)/api_schemas/automation.ts";
import { midnight } from "@/routes/(_door)/page.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const DAY_MS = 86_400_000;

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/automation/try",
    id: "tryAutomationRule",
    tag: "automation",
    needs: ["automation.manage"],
    body: tryRuleSchema,
    response: automationTrialSchema,
    work: async ({ input, access, ctx }) => {
      const { store, jobs, site } = ctx.state;
      const from = new Date(midnight(input.from, site.timeZone));
      // With the last day.
      const to = new Date(midnight(input.to, site.timeZone) + DAY_MS);
      if (to <= from || to.getTime() - from.getTime() > (MOST_DAYS + 1) * DAY_MS) {
        return { ok: false, code: "automation.error.period", detail: { days: MOST_DAYS } };
      }
      const ports = { now: () => Date.now(), jobs, mail: () => Promise.resolve() };
      const words = choiceWords(site.locale);
      return { ok: true, value: await tryRule(store, access, { rule: input.rule, from, to, ports, words }) };
    },
  }),
);
