/** The OpenAPI document of this API. */
import { z } from "zod";
import type { Locale } from "@/locales/mod.ts";
import { openApiDocument } from "@/routes/(_door)/openapi.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const kept = new Map<string, unknown>();

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/openapi.json",
  id: "getOpenApi",
  tag: "api",
  query: z.object({ language: z.enum(["ru", "en"]).optional().meta({ description: "api.field.language" }) }),
  response: z.looseObject({ openapi: z.string() }),
  work: ({ input, ctx }) => {
    const locale: Locale = input.language ?? ctx.state.locale;
    const origin = ctx.state.publicOrigin ?? ctx.url.origin;
    const key = `${locale} ${origin}`;
    // Routes do not change while the server runs. Origins are few: behind a proxy there is one.
    if (!kept.has(key) && kept.size > 20) kept.clear();
    const value = kept.get(key) ?? openApiDocument(locale, { origin });
    kept.set(key, value);
    return Promise.resolve({ ok: true, value });
  },
}));
