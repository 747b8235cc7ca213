/** A request of the virtual PBX's REST interface, however it came (HTTP or the events' WebSocket). */
import { AriFault } from "../model.ts";

export interface AriRequest {
  method: string;
  /** Path below `/ari`, without a leading slash, for example `channels/42/answer`. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export interface AriReply {
  status: number;
  body?: unknown;
}

export type Handler = (request: AriRequest, params: Record<string, string>) => AriReply;

/** One operation: `METHOD path/{param}`. */
export interface Operation {
  method: string;
  segments: string[];
  handle: Handler;
}

export function operation(pattern: string, handle: Handler): Operation {
  const [method, path] = pattern.split(" ");
  return { method, segments: path.split("/"), handle };
}

/** Finds and runs the operation; faults become replies, an unknown path is 404 as in Asterisk. */
export function answer(operations: readonly Operation[], request: AriRequest): AriReply {
  const segments = request.path.split("/").filter((part) => part !== "");
  let known = false;
  for (const candidate of operations) {
    const params = match(candidate.segments, segments);
    if (!params) continue;
    known = true;
    if (candidate.method !== request.method) continue;
    try {
      return candidate.handle(request, params);
    } catch (error) {
      if (error instanceof AriFault) return { status: error.status, body: { message: error.message } };
      throw error;
    }
  }
  return known
    ? { status: 405, body: { message: "Method not allowed" } }
    : { status: 404, body: { message: "Resource not found" } };
}

function match(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (let i = 0; i < pattern.length; i++) {
    const name = pattern[i].match(/^\{(\w+)\}$/)?.[1];
    if (name) params[name] = decodeURIComponent(segments[i]);
    else if (pattern[i] !== segments[i]) return null;
  }
  return params;
}

/** A parameter from the query, else from the JSON body, as Asterisk takes them. */
export function param(request: AriRequest, name: string): string | undefined {
  const fromQuery = request.query.get(name);
  if (fromQuery !== null) return fromQuery;
  const value = request.body[name];
  if (Array.isArray(value)) return value.join(",");
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

/** @throws {AriFault} 400 when it is missing. */
export function needed(request: AriRequest, name: string): string {
  const value = param(request, name);
  if (value === undefined || value === "") throw new AriFault(400, `Missing parameter ${name}`);
  return value;
}

/** A comma-separated parameter as a list; repeated query parameters count too. */
export function list(request: AriRequest, name: string): string[] {
  const all = request.query.getAll(name);
  const joined = all.length > 0 ? all.join(",") : param(request, name) ?? "";
  return joined.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

export const DONE: AriReply = { status: 204 };
