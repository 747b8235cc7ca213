/**
 * Operations of `/api/v1`: one definition is the handler, the check of what comes in, and its place in the OpenAPI
 * document (openapi.ts). A route file exports `handlers = serve(operation, operation)`.
 *
 * ```ts
 * export const handlers = serve(defineOperation({
 *   method: "GET", path: "/api/v1/leads/{id}", id: "getLead", tag: "records", needs: anyView,
 *   params: z.object({ id: z.uuid() }), response: leadSchema,
 *   work: async ({ input, access, ctx }) => ({ ok: true, value: await … }),
 * }));
 * ```
 * Words: `api.op.<id>` (summary), `api.op.<id>.more` (description, may be absent), `api.tag.<tag>`; a schema's
 * `.meta({ description })` may be a key of the catalogues.
 */
import { z } from "zod";
import type { HandlerByMethod } from "@/web/fresh/define.ts";
import type { Permission } from "@/store/access.ts";
import type { Result } from "@/crm/result.ts";
import { type Asked, type Ctx, guarded, readJson, refuse } from "./api.ts";
import type { State } from "./state.ts";

type OperationMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Nothing = z.ZodObject<Record<never, never>>;

export interface OperationSpec<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
> {
  method: OperationMethod;
  /** As OpenAPI writes it: `/api/v1/leads/{id}`. */
  path: string;
  /** Unique; programs made from the document call it by this name. */
  id: string;
  /** Chapter of the document. */
  tag: string;
  /** One of these is needed. */
  needs?: readonly Permission[];
  params?: Params;
  query?: Query;
  body?: Body;
  /** Media types of a file that comes instead of JSON: `work` reads it from `ctx.req`. */
  upload?: readonly string[];
  response: z.ZodType;
  /** Media types of a file that is the answer instead of JSON: `work` then gives a Response. */
  file?: readonly string[];
  /**
   * Codes that are no conflict (409), by their status: a thing that is not there is 404. A refusal that names a field is
   * about what was sent, not about what stands in the address, and stays a conflict.
   */
  statuses?: Readonly<Record<string, number>>;
  /** Shown in the document; the body is what "try it" begins with. */
  example?: { body?: unknown; response?: unknown };
  /** `input`: path, query and body in one, checked. */
  work(
    asked: Asked<z.output<Params> & z.output<Query> & z.output<Body>>,
  ): Promise<Result<unknown>>;
}

/** An operation as the document and the router see it. */
export interface Operation extends Omit<OperationSpec, "work" | "params" | "query" | "body"> {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  handler(ctx: Ctx): Promise<Response>;
}

const registry = new Map<string, Operation>();

/** All operations of the routes that were loaded, in the order of their paths. */
export function operations(): Operation[] {
  return [...registry.values()].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
}

/** @throws when another operation has the id */
export function defineOperation<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
>(spec: OperationSpec<Params, Query, Body>): Operation {
  const { work, statuses = {}, ...rest } = spec;
  const handler = guarded({ needs: spec.needs }, async (ctx, access) => {
    const given = await inputOf(ctx, spec);
    if (given instanceof Response) return given;
    const input = given as z.output<Params> & z.output<Query> & z.output<Body>;
    const result = await work({ input, access, user: access.user, ctx });
    if (!result.ok) {
      const status = result.detail?.field === undefined ? statuses[result.code] : undefined;
      return refuse(status ?? 409, result.code, result.detail);
    }
    if (result.value instanceof Response) return result.value;
    return Response.json(result.value ?? null, { headers: { "cache-control": "no-store" } });
  });
  const known = registry.get(spec.id);
  if (known) throw new Error(`${known.method} ${known.path} and ${spec.method} ${spec.path} are both ${spec.id}`);
  const operation: Operation = { ...rest, statuses, handler };
  registry.set(spec.id, operation);
  return operation;
}

/** The handlers of a route file. */
export function serve(...given: Operation[]): HandlerByMethod<unknown, State> {
  return Object.fromEntries(given.map(({ method, handler }) => [method, handler]));
}

/** A page of a list: pass `next` as `after` for the following one. */
export function pageOf(row: z.ZodType) {
  return z.object({ rows: z.array(row), next: z.string().nullable().meta({ description: "api.field.next" }) });
}

/** What verbs without an answer give. */
export const nothing = z.null();

/** What {@link OperationSpec.file} holds: the bytes of a file. */
export const bytes = z.string();

/** Path, query and body, each by its schema; what is wrong is told with all its fields. */
async function inputOf(
  ctx: Ctx,
  spec: { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType },
): Promise<Record<string, unknown> | Response> {
  let body: unknown = {};
  if (spec.body) {
    const read = await readJson(ctx.req);
    if (!read.ok) return refuse(read.status, read.code);
    body = read.value;
  }
  const parts = [
    [spec.body, body],
    [spec.query, Object.fromEntries(ctx.url.searchParams)],
    [spec.params, ctx.params],
  ] as const;
  const input: Record<string, unknown> = {};
  for (const [schema, given] of parts) {
    if (!schema) continue;
    const parsed = schema.safeParse(given);
    if (!parsed.success) return invalid(parsed.error);
    Object.assign(input, parsed.data);
  }
  return input;
}

function invalid(error: z.ZodError): Response {
  const fields = error.issues.slice(0, 20).map(({ path, code }) => ({ path: path.join("."), code }));
  const detail = { field: fields[0].path || "–" };
  return Response.json({ code: "shell.error.input", detail, fields }, { status: 400 });
}
