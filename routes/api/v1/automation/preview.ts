/** How a rule's texts would read. */
import { preview } from "@/crm/automation/mod.ts";
import { choiceWords } from "@/routes/(_door)/automation.ts";
import { automationPreviewSchema, previewSchema } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/automation/preview",
    id: "previewAutomationTexts",
    tag: "automation",
    needs: ["automation.manage"],
    body: previewSchema,
    response: automationPreviewSchema,
    work: async ({ input, access, ctx }) => {
      const { store, site } = ctx.state;
      return { ok: true, value: await preview(store, access, { ...input, words: choiceWords(site.locale) }) };
    },
  }),
);
