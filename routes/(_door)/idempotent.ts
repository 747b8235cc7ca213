/** `Idempotency-Key` on unsafe requests of `/api/v1`: sent again, they are done once (crm/idempotency). */
import { createHash } from "node:crypto";
import { claimKey, LARGEST_KEPT, settle } from "@/crm/idempotency/mod.ts";
import { type Ctx, refuse } from "./api.ts";
import { isAttachment } from "./files.ts";
import { isUpload } from "./imports.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** Answers to requests that never began, or may be answered otherwise in a moment. */
const NOT_KEPT = new Set([400, 401, 403, 404, 413, 415, 429]);

/** A structured field's string, or the same without its quotes, which many clients leave out. */
function keyOf(header: string): string | null {
  return /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(header.trim())?.slice(1).find(Boolean) ??
    null;
}

/** Runs the rest once per key. */
export async function onceByKey(ctx: Ctx): Promise<Response> {
  const header = ctx.req.headers.get("idempotency-key");
  const { access, store } = ctx.state;
  if (header === null || !UNSAFE.has(ctx.req.method) || !access) return await ctx.next();
  // A file is not held in memory to be compared; sent twice it is two uploads, of which one is run.
  if (isUpload(ctx) || isAttachment(ctx)) return await ctx.next();
  const key = keyOf(header);
  if (key === null) return refuse(400, "api.error.bad-key");
  const body = await ctx.req.arrayBuffer();
  ctx.req = new Request(ctx.req, { body: body.byteLength > 0 ? body : null });
  const claim = await claimKey(store, {
    user: access.user,
    key,
    request: `${ctx.req.method} ${ctx.url.pathname}${ctx.url.search}`.slice(0, 2_000),
    bodySha256: createHash("sha256").update(new Uint8Array(body)).digest(),
  });
  switch (claim.is) {
    case "other-request":
      return refuse(422, "api.error.key-reused");
    case "in-flight": {
      const response = refuse(409, "api.error.in-flight");
      response.headers.set("retry-after", "1");
      return response;
    }
    case "applied":
      return refuse(409, "api.error.answer-lost", { kind: claim.applied.kind, id: claim.applied.id });
    case "answered": {
      const { status, contentType, body } = claim.answer;
      const headers = { "content-type": contentType, "idempotency-replayed": "true", "cache-control": "no-store" };
      return new Response(new Uint8Array(body), { status, headers });
    }
  }
  const once = { user: access.user, key, claim: claim.claim };
  ctx.state.access = { ...access, once };
  try {
    const response = await ctx.next();
    const contentType = response.headers.get("content-type") ?? "";
    const keeps = response.status < 500 && !NOT_KEPT.has(response.status) && contentType.includes("json");
    if (!keeps) {
      await settle(store, once, null);
      return response;
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const small = bytes.byteLength <= LARGEST_KEPT;
    await settle(store, once, small ? { status: response.status, contentType, body: bytes } : null);
    return new Response(bytes, { status: response.status, headers: response.headers });
  } catch (error) {
    await settle(store, once, null);
    throw error;
  }
}
