/** Sends a test request through the source, as if it had come from outside. */
import { getSource, receive, sampleSchema } from "@/crm/intake/mod.ts";
import { newId } from "@/crm/ids.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(sampleSchema.omit({ mapping: true }), async ({ input, access, ctx }) => {
    const source = await getSource(ctx.state.store, access, input);
    if (!source) return { ok: false, code: "records.error.no-source" };
    const { id } = await receive(ctx.state.store, {
      source: source.id,
      body: new TextEncoder().encode(input.body),
      contentType: input.contentType,
      ip: ctx.state.ip,
      key: `test:${newId()}`,
    });
    return { ok: true, value: { id } };
  }, { needs: ["sources.manage"] }),
});
