/** Sends one file with its progress, which `fetch` does not tell in every browser. Answers like `components/api.ts`. */
import type { Answer, Values } from "@/components/api.ts";
import type { RecordFile } from "@/crm/files/files.ts";

export interface SentFile {
  done: Promise<Answer<RecordFile> | null>;
  /** The promise answers null then. */
  cancel(): void;
}

/** @param options `progress` from 0 to 1 */
export function sendFile(path: string, file: File, options: { progress(part: number): void }): SentFile {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer<RecordFile> | null>((resolve) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) options.progress(event.loaded / event.total);
    };
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve({ ok: false, code: "shell.error.network" });
    request.onabort = () => resolve(null);
    request.open("POST", path);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
    request.setRequestHeader("x-csrf", csrf);
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): Answer<RecordFile> {
  if (request.status === 401) return { ok: false, code: "shell.error.session" };
  let data: unknown = null;
  try {
    data = JSON.parse(request.responseText);
  } catch {
    return request.status === 413
      ? { ok: false, code: "files.error.too-large", detail: { megabytes: 50 } }
      : { ok: false, code: "shell.error.server" };
  }
  if (request.status < 300) return { ok: true, value: data as RecordFile };
  const refusal = data as { code?: unknown; values?: Values } | null;
  if (typeof refusal?.code !== "string") return { ok: false, code: "shell.error.server" };
  return { ok: false, code: refusal.code, ...(refusal.values ? { detail: refusal.values } : {}) };
}
