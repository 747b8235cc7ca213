/** The secret address of the own calendar: whether there is one, a new one, none. For the person, never for programs. */
import { z } from "zod";
import { feedOf, makeFeed, revokeFeed } from "@/crm/calendar/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { seesTasks } from "@/routes/(_door)/calendar.ts";
import { define } from "@/routes/(_door)/state.ts";

const nothing = z.object({});
const options = { needs: seesTasks };

export const handlers = define.handlers({
  GET: takesQuery(
    nothing,
    async ({ access, ctx }) => ({ ok: true, value: await feedOf(ctx.state.store, access) }),
    options,
  ),
  POST: takesJson(
    nothing,
    async ({ access, ctx }) => {
      const made = await makeFeed(ctx.state.store, access);
      if (!made.ok) return made;
      const { secret, ...state } = made.value;
      const origin = ctx.state.publicOrigin ?? ctx.url.origin;
      return { ok: true, value: { ...state, address: `${origin}/ics/${secret}.ics` } };
    },
    options,
  ),
  DELETE: takesJson(nothing, ({ access, ctx }) => revokeFeed(ctx.state.store, access), options),
});
