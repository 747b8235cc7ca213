/** Leads to the first page that the person may open. */
import { homeFor } from "@/components/shell/nav.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: (ctx) => ctx.redirect(ctx.state.access ? homeFor(ctx.state.access.permissions) : "/login"),
});
