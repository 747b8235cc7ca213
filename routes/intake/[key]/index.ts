/** Plain forms of other sites, JSON webhooks and SMS: written as they come, answered at once. */
import type { FreshContext } from "fresh";
import { t } from "@/locales/mod.ts";
import { refuse } from "@/routes/(_door)/api.ts";
import { openSource, originAllowed, takeRequest, withCors } from "@/routes/(_door)/intake.ts";
import { define, type State } from "@/routes/(_door)/state.ts";

const KINDS = ["form", "webhook", "sms"] as const;
const TYPES = /^(application\/([\w.-]+\+)?json|application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

export const handlers = define.handlers({
  async POST(ctx) {
    const source = await openSource(ctx, KINDS);
    if (source instanceof Response) return source;
    if (!originAllowed(source, ctx.req)) return refuse(403, "intake.error.origin");
    const answer = (response: Response) => withCors(source, ctx.req, response);
    if (!TYPES.test(ctx.req.headers.get("content-type") ?? "application/json")) {
      return answer(refuse(415, "intake.error.type"));
    }
    const taken = await takeRequest(ctx, source);
    if (taken instanceof Response) return answer(taken);
    // A browser that sent a plain form wants a page; programs want to know the number.
    if (wantsPage(ctx)) return thanks(ctx, source.settings.thanksUrl);
    return answer(Response.json({ id: taken.id, known: taken.again }, { status: 202 }));
  },
  async OPTIONS(ctx) {
    const source = await openSource(ctx, KINDS);
    return source instanceof Response ? source : withCors(source, ctx.req, new Response(null, { status: 204 }));
  },
});

function wantsPage({ req }: FreshContext<State>): boolean {
  return (req.headers.get("accept") ?? "").includes("text/html");
}

function thanks(ctx: FreshContext<State>, to: string): Response {
  if (to !== "") return new Response(null, { status: 303, headers: { location: to } });
  const say = t(ctx.state.locale);
  const page = `<!DOCTYPE html><html lang="${ctx.state.locale}"><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${say("intake.form.thanks")}</title>` +
    `<h1>${say("intake.form.thanks")}</h1>`;
  return ctx.html(page);
}
