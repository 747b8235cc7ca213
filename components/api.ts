/**
 * Talking to our own server from islands. Every answer is a value: a refusal carries a catalogue key, and so do a dead
 * link (`shell.error.network`) and a session that ended (`shell.error.session`).
 */

export type Values = Record<string, string | number>;
export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; detail?: Values };

const PATIENCE_MS = 15_000;

/** Sends JSON and takes JSON. Safe methods have no body. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  /** `signal` aborts a question that nobody waits for any more; `patienceMs`: for work that takes longer. */
  options: { signal?: AbortSignal; patienceMs?: number } = {},
): Promise<Answer<T>> {
  const patience = AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "GET" ? {} : { "x-csrf": csrf() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: options.signal ? AbortSignal.any([patience, options.signal]) : patience,
    });
  } catch {
    return { ok: false, code: "shell.error.network" };
  }
  if (response.status === 401) return { ok: false, code: "shell.error.session" };
  const text = await response.text().catch(() => "");
  let data: unknown = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    return { ok: false, code: "shell.error.server" };
  }
  if (response.ok) return { ok: true, value: data as T };
  // `/api/v1` answers by RFC 9457, where `detail` is a sentence; the other doors give the values as `detail`.
  const refusal = data as { code?: unknown; detail?: Values | string; values?: Values } | null;
  return typeof refusal?.code === "string"
    ? { ok: false, code: refusal.code, detail: refusal.values ?? valuesOf(refusal.detail) }
    : { ok: false, code: response.status === 403 ? "shell.error.forbidden" : "shell.error.server" };
}

const valuesOf = (detail: Values | string | undefined) => typeof detail === "object" ? detail : undefined;

export const post = <T = null>(path: string, body: unknown = {}): Promise<Answer<T>> => call<T>("POST", path, body);

function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}
