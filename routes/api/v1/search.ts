/** The few best of everything, while somebody types. */
import { z } from "zod";
import { searchEverything } from "@/crm/search/everything.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({ text: z.string().max(200) }),
    async ({ input, access, ctx }) => ({ ok: true, value: await searchEverything(ctx.state.store, access, input) }),
    { needs: [...anyView, "calls.view.own", "calls.view.team", "calls.view.all"] },
  ),
});
