/** The recording of a call that the person may see, with byte ranges so that players can seek. */
import { z } from "zod";
import { callIdSchema, getCall } from "@/crm/calls/mod.ts";
import { guarded, refuse } from "@/routes/(_door)/api.ts";
import { rangeOf } from "@/routes/(_door)/range.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({ id: callIdSchema });

export const handlers = define.handlers({
  GET: guarded({ needs: ["recordings.play"] }, async (ctx, access) => {
    const input = schema.safeParse(ctx.params);
    const card = input.success ? await getCall(ctx.state.store, access, { id: input.data.id }) : null;
    const name = card?.call.recordingName;
    const recording = name ? await ctx.state.switchboard.recording(name) : null;
    if (!recording) return refuse(404, "history.error.no-recording");
    const { size, type } = recording;
    const range = rangeOf(ctx.req.headers.get("range"), size);
    const headers = new Headers({
      "content-type": type,
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    if (range === "unsatisfiable") {
      headers.set("content-range", `bytes */${size}`);
      return new Response(null, { status: 416, headers });
    }
    const [from, to] = range ?? [0, size - 1];
    headers.set("content-length", String(to - from + 1));
    if (range) headers.set("content-range", `bytes ${from}-${to}/${size}`);
    return new Response(await recording.read(from, to), { status: range ? 206 : 200, headers });
  }),
});
