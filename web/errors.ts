/**
 * The one place where errors become HTTP. Domain errors are known by their name, since this floor imports no domain.
 * Programs get `application/problem+json` (RFC 9457), people the nearest error page; nobody gets the text or the
 * stack of an unexpected error, but its request's number.
 */
import type { Logger } from "@logtape/logtape";
import type { Context, ErrorPolicy } from "fresh";
import { HttpError } from "./fresh/error.ts";
import { wantsHtml } from "./fresh/segments.ts";
import { requestIdOf } from "./security/request_log.ts";

export interface Problem {
  status: number;
  /** Catalogue key of what people read. */
  code: string;
  /** Fills the message's placeholders. */
  detail?: Record<string, string | number>;
  /** Wrong fields by path, with the validator's code. */
  fields?: { path: string; code: string }[];
}

const BY_STATUS: Record<number, string> = {
  400: "bad-request",
  401: "session",
  403: "forbidden",
  404: "not-found",
  405: "method",
  409: "conflict",
  413: "too-large",
  429: "too-many",
  503: "unavailable",
};

/** Titles of problems without a type of their own (RFC 9457 §4.2.1). */
export const PHRASES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

const BY_NAME: Record<string, number> = {
  ForbiddenError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  // The node lost its shard or cannot write now: another try lands elsewhere or later.
  FencedError: 503,
  JournalFullError: 503,
  TimeoutError: 503,
  URIError: 400,
};

/** Codes of `ask` that are nobody's mistake. */
const ASK_CODES = new Set(["timeout", "overflow", "stopped", "crashed", "deadlock"]);

/**
 * PostgreSQL's words for values that no column can hold and no schema forbids: characters such as NUL (22021, 22P05),
 * numbers and dates out of range (22003, 22008).
 */
const BAD_DATA = /^(22021|22P05|22003|22008)$/;

interface Loose {
  name?: unknown;
  issues?: { path: PropertyKey[]; code?: string }[];
  code?: unknown;
  detail?: unknown;
  field?: unknown;
  rejected?: unknown;
  retryAfterMs?: unknown;
  ok?: unknown;
}

function detailOf(detail: unknown): Problem["detail"] {
  return typeof detail === "object" && detail !== null ? detail as Problem["detail"] : undefined;
}

/** What an error, a refusal of a verb or a rejection of an actor means to the one who asked. */
export function problemOf(thrown: unknown): Problem {
  const error: Loose = typeof thrown === "object" && thrown !== null ? thrown : {};
  if (typeof error.rejected === "string") return { status: 409, code: error.rejected, detail: detailOf(error.detail) };
  if (error.ok === false && typeof error.code === "string") {
    if (ASK_CODES.has(error.code)) return { status: 503, code: "web.error.unavailable" };
    return { status: 409, code: error.code, detail: detailOf(error.detail) };
  }
  if (error.name === "Refusal") return { status: 409, code: String(error.code), detail: detailOf(error.detail) };
  if (typeof error.code === "string" && "severity" in error && BAD_DATA.test(error.code)) {
    return { status: 400, code: "web.error.bad-request" };
  }
  if (error.name === "BadInputError") return invalid([{ path: String(error.field), code: "invalid" }]);
  if (Array.isArray(error.issues)) {
    return invalid(error.issues.map((issue) => ({ path: issue.path.join("."), code: issue.code ?? "invalid" })));
  }
  const status = thrown instanceof HttpError ? thrown.status : BY_NAME[String(error.name)] ?? 500;
  if (thrown instanceof HttpError && thrown.message.startsWith("web.error.")) {
    const seconds = typeof error.retryAfterMs === "number" ? Math.ceil(error.retryAfterMs / 1_000) : undefined;
    return { status, code: thrown.message, ...(seconds === undefined ? {} : { detail: { seconds } }) };
  }
  return { status, code: `web.error.${BY_STATUS[status] ?? (status < 500 ? "bad-request" : "server")}` };
}

function invalid(fields: { path: string; code: string }[]): Problem {
  const shown = fields.slice(0, 20);
  return {
    status: 400,
    code: "web.error.invalid",
    fields: shown,
    detail: { fields: shown.map((f) => f.path).join(", ") },
  };
}

export interface ErrorOptions<State> {
  logger: Logger;
  /** The message in the asker's language. */
  translate(ctx: Context<State>, key: string, values: Record<string, string | number>): string;
}

/** For `new App({ errors })`. */
export function errorPolicy<State>({ logger, translate }: ErrorOptions<State>): ErrorPolicy<State> {
  return {
    statusOf: (error) => problemOf(error).status,
    report(error, ctx) {
      if (problemOf(error).status < 500) return;
      logger.error("{method} {path} failed: {error}", {
        id: requestIdOf(ctx),
        method: ctx.req.method,
        // The address of a calendar is its secret.
        path: ctx.url.pathname.slice(0, 500).replace(/^\/ics\/.*/, "/ics/…"),
        error,
      });
    },
    respond(error, ctx) {
      const problem = problemOf(error);
      const { status, code, detail: values, fields } = problem;
      const id = requestIdOf(ctx);
      const detail = translate(ctx, code, { id, ...values });
      const headers = new Headers({ "cache-control": "no-store" });
      if (typeof values?.seconds === "number") headers.set("retry-after", String(values.seconds));
      if (wantsHtml(ctx.req)) {
        headers.set("content-type", "text/html; charset=utf-8");
        return new Response(bareReport(status, detail), { status, headers });
      }
      headers.set("content-type", "application/problem+json");
      if (status === 401) headers.set("www-authenticate", "Bearer");
      const body = { type: "about:blank", title: PHRASES[status], status, detail, code, values, fields, requestId: id };
      return new Response(JSON.stringify(body), { status, headers });
    },
  };
}

/** When even the error page failed. */
function bareReport(status: number, title: string): string {
  const text = title.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<!DOCTYPE html><meta charset="utf-8"><title>${status}</title><h1>${status}</h1><p>${text}</p>`;
}
