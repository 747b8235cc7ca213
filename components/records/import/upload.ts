/** Sends a file with its progress, which `fetch` does not tell in every browser. Answers like `components/api.ts`. */
import type { Answer, Values } from "@/components/api.ts";
import type { ImportDetail } from "@/components/records/import/types.ts";
import type { RecordKind } from "@/crm/record/types.ts";

/** Most bytes of a file: the door's own limit. */
export const LARGEST = 200 * 1024 * 1024;

export interface Upload {
  done: Promise<Answer<ImportDetail> | null>;
  /** The promise answers null then. */
  cancel(): void;
}

/** @param file what was chosen or dropped; `progress` from 0 to 1, 1 when all of it is sent and read on the server */
export function upload(
  file: File,
  { kind, csrf, progress }: { kind: RecordKind; csrf: string; progress(part: number): void },
): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer<ImportDetail> | null>((resolve) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve({ ok: false, code: "shell.error.network" });
    request.onabort = () => resolve(null);
    request.open("POST", `/api/v1/imports?${new URLSearchParams({ kind, name: file.name })}`);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-csrf", csrf);
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): Answer<ImportDetail> {
  if (request.status === 401) return { ok: false, code: "shell.error.session" };
  let data: unknown = null;
  try {
    data = JSON.parse(request.responseText);
  } catch {
    return { ok: false, code: request.status === 413 ? "import_pages.error.too-large" : "shell.error.server" };
  }
  if (request.status < 300) return { ok: true, value: data as ImportDetail };
  const refusal = data as { code?: unknown; values?: Values; detail?: unknown } | null;
  if (typeof refusal?.code !== "string") return { ok: false, code: "shell.error.server" };
  const detail = typeof refusal.detail === "object" && refusal.detail ? refusal.detail as Values : undefined;
  return { ok: false, code: refusal.code, detail: refusal.values ?? detail };
}
