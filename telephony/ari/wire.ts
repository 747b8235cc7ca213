/** How an operation becomes a request of the wire, and how an answer of the wire becomes a result or an error. */
import { AriError } from "./errors.ts";
import { RESULT_CHECKS } from "./generated/checks.ts";
import { type OperationName, OPERATIONS } from "./generated/operations.ts";

export interface WireRequest {
  operation: OperationName;
  method: string;
  /** Under `/ari/`, percent-encoded, with its query. */
  uri: string;
  /** JSON, or null. */
  body: string | null;
}

/** @throws TypeError when a parameter of the path is missing or empty (it would address another operation). */
export function wireRequest(operation: OperationName, params: Readonly<Record<string, unknown>>): WireRequest {
  const route = OPERATIONS[operation];
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null || value === "") throw new TypeError(`${operation}: ${name} is missing`);
    return encodeURIComponent(String(value));
  });
  let query = "";
  for (const name of route.query) {
    const value = params[name];
    if (value === undefined || value === null) continue;
    // A list goes as one parameter: res_ari splits it at commas.
    query += `${query === "" ? "?" : "&"}${name}=${encodeURIComponent(String(value))}`;
  }
  const given = route.body ? params[route.body.name] : undefined;
  const body = !route.body || given === undefined ? null : JSON.stringify(
    route.body.whole ? given : { [route.body.name]: given },
  );
  return { operation, method: route.method, uri: path + query, body };
}

/** @throws {AriError} on a refusal, and with status 502 when the answer is not what the description promises. */
export function wireAnswer(operation: OperationName, status: number, reason: string, body: string): unknown {
  if (status >= 300) throw new AriError(status, refusal(body) ?? reason, operation);
  const expected = OPERATIONS[operation].result;
  if (expected === "void") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new AriError(502, "the answer is not JSON", operation);
  }
  if (!RESULT_CHECKS[expected]?.(value)) throw new AriError(502, `the answer is not a ${expected}`, operation);
  return value;
}

function refusal(body: string): string | null {
  try {
    const { message, error } = JSON.parse(body);
    const text = message ?? error;
    return typeof text === "string" ? text.slice(0, 500) : null;
  } catch {
    return null;
  }
}
