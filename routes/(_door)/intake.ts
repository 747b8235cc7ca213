/**
 * The doors for strangers: forms on other sites, webhooks, letters and SMS. What comes is bounded, counted, proven when
 * the source asks for it, written as it is, and answered at once; understanding it is done behind the door.
 */
import type { FreshContext } from "fresh";
import {
  hasProof,
  LARGEST_RAW,
  readPayload,
  receive,
  type Received,
  type Source,
  sourceByKey,
} from "@/crm/intake/mod.ts";
import { at } from "@/crm/intake/mapping/paths.ts";
import { refuse } from "@/routes/(_door)/api.ts";
import type { State } from "@/routes/(_door)/state.ts";
import { TokenBuckets } from "@/web/security/mod.ts";

type Ctx = FreshContext<State>;

/** Paths outside of sessions and their tokens (routes/_middleware.ts). */
export function isOpenDoor(pathname: string): boolean {
  return /^\/(f|intake|ics|hook)\/[^/]/.test(pathname);
}

const now = () => Date.now();
/** Of one address that proves nothing; programs that do are only bounded by their source. */
const byAddress = new TokenBuckets({ capacity: 20, refillMs: 3_000, now });
const bySource = new TokenBuckets({ capacity: 300, refillMs: 50, now });

/** Seconds until there is room again; 0: there is. */
function crowded(source: Source, ip: string): number {
  const wait = (source.proof === "none" ? byAddress.take(`${source.id} ${ip}`) : 0) || bySource.take(source.id);
  return Math.ceil(wait / 1_000);
}

/** A source that takes requests at this door, or the refusal. */
export async function openSource(ctx: Ctx, kinds: readonly Source["kind"][]): Promise<Source | Response> {
  const source = await sourceByKey(ctx.state.store, ctx.params.key);
  if (!source || !kinds.includes(source.kind)) return refuse(404, "intake.error.no-address");
  return source.enabled ? source : refuse(403, "intake.error.disabled");
}

/** The body, up to `most` bytes; null: it is larger. */
export async function readBytes(req: Request, most: number): Promise<Uint8Array | null> {
  if (Number(req.headers.get("content-length") ?? 0) > most) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

export interface Taken {
  body: Uint8Array;
  contentType: string;
  key?: string | null;
  suspicion?: string | null;
}

/**
 * The common way of a request: counted, proven, written. `what` may turn what was sent into what is kept.
 * @returns the row, or the refusal
 */
export async function takeRequest(
  ctx: Ctx,
  source: Source,
  options: { most?: number; what?: (body: Uint8Array, contentType: string) => Promise<Taken | Response> } = {},
): Promise<Received | Response> {
  const { req, state } = ctx;
  const seconds = crowded(source, state.ip);
  if (seconds > 0) {
    const answer = refuse(429, "intake.error.too-many", { seconds });
    answer.headers.set("retry-after", String(seconds));
    return answer;
  }
  const body = await readBytes(req, options.most ?? LARGEST_RAW);
  if (!body) return refuse(413, "shell.error.too-large");
  if (body.length === 0) return refuse(400, "intake.error.empty");
  if (!await hasProof(state.store.db, source, { headers: req.headers, body, now: now() })) {
    return refuse(401, "intake.error.no-proof-shown");
  }
  const contentType = req.headers.get("content-type") ?? "application/json";
  const taken = options.what ? await options.what(body, contentType) : { body, contentType };
  if (taken instanceof Response) return taken;
  const key = taken.key ?? req.headers.get("idempotency-key") ?? await ownId(source, taken);
  return await receive(state.store, { ...taken, source: source.id, headers: req.headers, ip: state.ip, key });
}

/** The sender's id inside of the payload, where the source says that there is one. */
async function ownId(source: Source, taken: Taken): Promise<string | null> {
  const { idPath } = source.settings;
  if (idPath === "") return null;
  const payload = await readPayload(taken.body, taken.contentType);
  const id = payload.ok ? at(payload.tree, idPath) : null;
  return typeof id === "string" || typeof id === "number" ? `${id}` : null;
}

/** Whether a browser on another site may send here. Without a list everybody may send and nobody reads the answer. */
export function originAllowed(source: Source, req: Request): boolean {
  const origin = req.headers.get("origin");
  const { origins } = source.settings;
  return origin === null || origins.length === 0 || origins.includes("*") || origins.includes(origin) ||
    new URL(req.url).origin === origin || origin === `https://${req.headers.get("host")}`;
}

export function withCors(source: Source, req: Request, response: Response): Response {
  const origin = req.headers.get("origin");
  response.headers.set("vary", "origin");
  const { origins } = source.settings;
  if (origin === null || !(origins.includes("*") || origins.includes(origin))) return response;
  response.headers.set("access-control-allow-origin", origin);
  response.headers.set("access-control-allow-methods", "POST, OPTIONS");
  response.headers.set("access-control-allow-headers", "content-type, idempotency-key");
  response.headers.set("access-control-max-age", "86400");
  return response;
}
