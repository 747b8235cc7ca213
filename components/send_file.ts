/** Sends a file with its progress, which `fetch` does not tell in every browser. Answers like `components/api.ts`. */
import type { Answer, Values } from "@/components/api.ts";

export interface Sending<T> {
  /** null: it was stopped. */
  done: Promise<Answer<T> | null>;
  cancel(): void;
}

export interface SendOptions {
  url: string;
  /** From 0 to 1; 1 when all of it is sent and is read on the server. */
  progress(part: number): void;
  /** What is said when whatever stands before our server refuses the size. */
  tooLarge: { code: string; detail?: Values };
}

export function sendFile<T>(file: File, { url, progress, tooLarge }: SendOptions): Sending<T> {
  const request = new XMLHttpRequest();
  const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
  const done = new Promise<Answer<T> | null>((resolve) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onload = () => resolve(answerOf<T>(request, tooLarge));
    request.onerror = () => resolve({ ok: false, code: "shell.error.network" });
    request.onabort = () => resolve(null);
    request.open("POST", url);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-csrf", csrf);
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf<T>(request: XMLHttpRequest, tooLarge: SendOptions["tooLarge"]): Answer<T> {
  if (request.status === 401) return { ok: false, code: "shell.error.session" };
  let data: unknown = null;
  try {
    data = JSON.parse(request.responseText);
  } catch {
    return { ok: false, ...request.status === 413 ? tooLarge : { code: "shell.error.server" } };
  }
  if (request.status < 300) return { ok: true, value: data as T };
  const refusal = data as { code?: unknown; values?: Values; detail?: unknown } | null;
  if (typeof refusal?.code !== "string") return { ok: false, code: "shell.error.server" };
  const detail = typeof refusal.detail === "object" && refusal.detail ? refusal.detail as Values : undefined;
  return { ok: false, code: refusal.code, detail: refusal.values ?? detail };
}
