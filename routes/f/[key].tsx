/** A source's form as a page to be embedded: `/f/<key>`; `/f/<key>.js` puts it into another page by itself. */
import type { FreshContext } from "fresh";
import { createHash } from "node:crypto";
import {
  PAGE,
  readPayload,
  readSecret,
  seal,
  SEALED,
  type Source,
  sourceByKey,
  suspicionOfForm,
} from "@/crm/intake/mod.ts";
import { newId } from "@/crm/ids.ts";
import { embedScript } from "@/components/intake/embed.ts";
import { type FormInput, PublicForm, PublicThanks } from "@/components/intake/PublicForm.tsx";
import { refuse } from "@/routes/(_door)/api.ts";
import { fieldsOfForm } from "@/routes/(_door)/public_form.ts";
import { openSource, originAllowed, takeRequest } from "@/routes/(_door)/intake.ts";
import { define, type State } from "@/routes/(_door)/state.ts";

type Ctx = FreshContext<State>;
const WITHOUT_FRAME = { skipAppWrapper: true, skipInheritedLayouts: true };
/** How the person came, passed on by the embedding page. */
const CAME = /^(utm_[a-z_]{1,30}|gclid|yclid|page|referrer)$/;

export const handlers = define.handlers({
  async GET(ctx) {
    if (ctx.params.key.endsWith(".js")) return await script(ctx);
    const source = await openSource(ctx, ["form"]);
    if (source instanceof Response) return source;
    const came = [...ctx.url.searchParams].filter(([name]) => CAME.test(name)).slice(0, 20)
      .map(([name, value]): [string, string] => [name, value.slice(0, 500)]);
    return await show(ctx, source, { came, values: {}, missing: [] });
  },
  async POST(ctx) {
    const source = await openSource(ctx, ["form"]);
    if (source instanceof Response) return source;
    if (!originAllowed(source, ctx.req)) return refuse(403, "intake.error.origin");
    const secret = await readSecret(ctx.state.store.db, source.id, "form") ?? "";
    let again: { values: Record<string, string>; missing: string[] } | null = null;
    const taken = await takeRequest(ctx, source, {
      what: async (body, contentType) => {
        const payload = await readPayload(body, contentType);
        if (!payload.ok) return refuse(400, payload.code);
        const values = flat(payload.tree);
        const missing = (await fieldsOfForm(ctx.state, source)).filter(({ required, name }) =>
          required && !(values[name] ?? "").trim()
        ).map(({ name }) => name);
        if (missing.length > 0) {
          again = { values, missing };
          return new Response(null, { status: 400 });
        }
        // The page's number and what stands in it: a double click is one request, a corrected form another.
        const key = `page:${values[PAGE] ?? ""}:${createHash("sha256").update(body).digest("base64url")}`;
        const sent = { fields: values, secret, minFillMs: source.settings.minFillMs, now: Date.now() };
        return { body, contentType, key, suspicion: suspicionOfForm(sent) };
      },
    });
    if (again) {
      return await show(ctx, source, { came: [], ...again as { values: Record<string, string>; missing: string[] } });
    }
    if (taken instanceof Response) return taken;
    useLanguage(ctx, source);
    const { thanks, theme } = source.settings.form;
    const { thanksUrl } = source.settings;
    return await ctx.render(
      <PublicThanks nonce={ctx.nonce} locale={ctx.state.locale} theme={theme} text={thanks} to={thanksUrl} />,
      { headers: headersOf(source, ctx.nonce) },
      WITHOUT_FRAME,
    );
  },
});

async function show(
  ctx: Ctx,
  source: Source,
  given: { came: [string, string][]; values: Record<string, string>; missing: string[] },
): Promise<Response> {
  useLanguage(ctx, source);
  const secret = await readSecret(ctx.state.store.db, source.id, "form") ?? "";
  const fields: FormInput[] = await fieldsOfForm(ctx.state, source);
  const kept = Object.entries(given.values).filter(([name]) => CAME.test(name));
  const hidden: [string, string][] = [
    [SEALED, given.values[SEALED] ?? seal(secret, Date.now())],
    [PAGE, newId()],
    ...given.came,
    ...kept,
  ];
  return await ctx.render(
    <PublicForm
      nonce={ctx.nonce}
      locale={ctx.state.locale}
      form={source.settings.form}
      fields={fields}
      hidden={hidden}
      values={given.values}
      missing={given.missing}
    />,
    { headers: headersOf(source, ctx.nonce), status: given.missing.length > 0 ? 400 : 200 },
    WITHOUT_FRAME,
  );
}

function useLanguage(ctx: Ctx, source: Source): void {
  const { language } = source.settings.form;
  if (language !== "auto") ctx.state.locale = language;
}

/** Who may frame the form; without a list everybody, since a form that nobody may show is no form. */
function headersOf(source: Source, nonce: string): Record<string, string> {
  const { origins } = source.settings;
  const ancestors = origins.length === 0 || origins.includes("*") ? "*" : `'self' ${origins.join(" ")}`;
  return {
    "content-security-policy":
      `default-src 'none'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; ` +
      `script-src 'nonce-${nonce}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
    "referrer-policy": "no-referrer",
  };
}

async function script(ctx: Ctx): Promise<Response> {
  const key = ctx.params.key.slice(0, -".js".length);
  const source = await sourceByKey(ctx.state.store, key);
  if (!source || source.kind !== "form" || !source.enabled) return refuse(404, "intake.error.no-address");
  return new Response(embedScript(source.key), {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=300",
      "cross-origin-resource-policy": "cross-origin",
    },
  });
}

function flat(tree: unknown): Record<string, string> {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return {};
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value ?? "")]),
  );
}
