/** Answers of the machine side that say no: problem details (RFC 9457) with our code, in the caller's language. */
import { t } from "@/locales/mod.ts";
import { PHRASES } from "@/web/errors.ts";
import { requestIdOf } from "@/web/security/mod.ts";
import type { Ctx } from "./api.ts";

interface Refused {
  code?: unknown;
  detail?: Record<string, string | number>;
  fields?: unknown;
}

/** A refusal of `refuse()` as a problem; every other answer as it is. */
export async function asProblem(ctx: Ctx, response: Response): Promise<Response> {
  const { status } = response;
  const type = response.headers.get("content-type") ?? "";
  if (status < 400 || !type.startsWith("application/json")) return response;
  const refused = await response.json() as Refused | null;
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/problem+json");
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const code = typeof refused?.code === "string" ? refused.code : "web.error.bad-request";
  const problem = {
    type: "about:blank",
    title: PHRASES[status] ?? "Error",
    status,
    detail: t(ctx.state.locale ?? "en")(code, refused?.detail),
    code,
    values: refused?.detail,
    fields: refused?.fields,
    requestId: requestIdOf(ctx),
  };
  return new Response(JSON.stringify(problem), { status, headers });
}
