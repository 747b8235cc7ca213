/**
 * The one way API routes take and give JSON: logged in, allowed, bounded, validated; a refusal of a verb is 409 with
 * its catalogue key, never a stack.
 */
import type { z } from "zod";
import { type Access, ForbiddenError, type Permission } from "@/store/access.ts";
import type { Result } from "@/crm/result.ts";
import type { FreshContext } from "fresh";
import type { State } from "./state.ts";

export type Ctx = FreshContext<State>;
const LARGEST_BODY = 256 * 1024;

export interface Asked<Input> {
  input: Input;
  access: Access;
  /** Id of the person. */
  user: string;
  ctx: Ctx;
}

export interface ApiOptions {
  /** One of these is needed. */
  needs?: readonly Permission[];
}

/** A handler that takes a JSON body. Path parameters are merged in, so that schemas can name `id`. */
export function takesJson<Schema extends z.ZodType, Value>(
  schema: Schema,
  work: (asked: Asked<z.output<Schema>>) => Promise<Result<Value>>,
  options: ApiOptions = {},
): (ctx: Ctx) => Promise<Response> {
  return guarded(options, async (ctx, access) => {
    const body = await readJson(ctx.req);
    if (!body.ok) return refuse(body.status, body.code);
    const given = typeof body.value === "object" && body.value !== null && !Array.isArray(body.value)
      ? { ...body.value, ...ctx.params }
      : body.value;
    return await answer(schema, given, { ctx, access, work });
  });
}

/** A handler that takes the query string (or nothing). */
export function takesQuery<Schema extends z.ZodType, Value>(
  schema: Schema,
  work: (asked: Asked<z.output<Schema>>) => Promise<Result<Value>>,
  options: ApiOptions = {},
): (ctx: Ctx) => Promise<Response> {
  return guarded(options, async (ctx, access) => {
    const given = { ...Object.fromEntries(ctx.url.searchParams), ...ctx.params };
    return await answer(schema, given, { ctx, access, work });
  });
}

/** Checks who asks and turns a missing permission, wherever it is noticed, into 403. */
export function guarded(
  options: ApiOptions,
  work: (ctx: Ctx, access: Access) => Promise<Response>,
): (ctx: Ctx) => Promise<Response> {
  return async (ctx) => {
    const { access } = ctx.state;
    if (!access) return refuse(401, "shell.error.session");
    if (options.needs && !options.needs.some((need) => access.permissions.has(need))) {
      return refuse(403, "shell.error.forbidden");
    }
    try {
      return await work(ctx, access);
    } catch (error) {
      if (error instanceof ForbiddenError) return refuse(403, "shell.error.forbidden");
      throw error;
    }
  };
}

export function refuse(status: number, code: string, detail?: Record<string, string | number>): Response {
  return Response.json({ code, ...(detail ? { detail } : {}) }, { status, headers: { "cache-control": "no-store" } });
}

async function answer<Schema extends z.ZodType, Value>(
  schema: Schema,
  given: unknown,
  asked: { ctx: Ctx; access: Access; work: (asked: Asked<z.output<Schema>>) => Promise<Result<Value>> },
): Promise<Response> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return refuse(400, "shell.error.input", { field: parsed.error.issues[0]?.path.join(".") || "–" });
  }
  const { ctx, access, work } = asked;
  const result = await work({ input: parsed.data, access, user: access.user, ctx });
  if (!result.ok) return refuse(409, result.code, result.detail);
  return Response.json(result.value ?? null, { headers: { "cache-control": "no-store" } });
}

type Body = { ok: true; value: unknown } | { ok: false; status: number; code: string };

/** Reads a bounded JSON body; an empty one is `{}`. */
export async function readJson(req: Request): Promise<Body> {
  if (Number(req.headers.get("content-length") ?? 0) > LARGEST_BODY) {
    return { ok: false, status: 413, code: "shell.error.too-large" };
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) return { ok: false, status: 413, code: "shell.error.too-large" };
    chunks.push(chunk);
  }
  if (size === 0) return { ok: true, value: {} };
  // What a form of another site can send without asking is no JSON.
  if (!/^application\/json\b/i.test(req.headers.get("content-type") ?? "")) {
    return { ok: false, status: 415, code: "shell.error.json" };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(chunks as BlobPart[]).arrayBuffer());
    // Half of a split emoji is nothing that PostgreSQL takes.
    const halves = /\\ud[89a-f]/i.test(text);
    return { ok: true, value: halves ? JSON.parse(text, whole) : JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, code: "shell.error.json" };
  }
}

function whole(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}
