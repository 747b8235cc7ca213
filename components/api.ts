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
): Promise<Answer<T>> {
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
      signal: AbortSignal.timeout(PATIENCE_MS),
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
  const refusal = data as { code?: unknown; detail?: Values } | null;
  return typeof refusal?.code === "string"
    ? { ok: false, code: refusal.code, detail: refusal.detail }
    : { ok: false, code: response.status === 403 ? "shell.error.forbidden" : "shell.error.server" };
}

export const post = <T = null>(path: string, body: unknown = {}): Promise<Answer<T>> => call<T>("POST", path, body);

function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}
