/** Requests over plain HTTP: the way round a command socket that is down, and the only way for files. */
import type { Clock } from "@/actors/runtime/types.ts";
import { AriDisconnected, AriError, AriTimeout } from "./errors.ts";
import type { Download, DownloadOptions } from "./port.ts";
import { wireAnswer, type WireRequest } from "./wire.ts";

/** Longest answer read, bytes: the list of a few thousand channels fits. */
const ANSWER_LIMIT = 32 * 1024 * 1024;

export class AriHttp {
  constructor(
    /** `http://host:8088/ari` */
    readonly base: string,
    readonly authorization: string,
    readonly clock: Clock,
    readonly fetcher: typeof fetch,
  ) {}

  /** @throws {AriError} {AriTimeout} {AriDisconnected} */
  async send(request: WireRequest, timeoutMs: number): Promise<unknown> {
    const aborter = new AbortController();
    const timer = this.clock.after(timeoutMs, () => aborter.abort());
    let answer: { status: number; reason: string; body: string };
    try {
      const response = await this.fetcher(`${this.base}/${request.uri}`, {
        method: request.method,
        headers: {
          authorization: this.authorization,
          ...(request.body === null ? {} : { "content-type": "application/json" }),
        },
        body: request.body,
        redirect: "error",
        signal: aborter.signal,
      });
      answer = { status: response.status, reason: response.statusText, body: await text(response) };
    } catch (error) {
      if (aborter.signal.aborted) throw new AriTimeout(request.operation, timeoutMs);
      throw new AriDisconnected(request.operation, true, error instanceof Error ? error.name : "failed");
    } finally {
      this.clock.clear(timer);
    }
    return wireAnswer(request.operation, answer.status, answer.reason, answer.body);
  }

  /** Time counts only while Asterisk is waited for: a slow reader of the stream is no fault of its. */
  async download(path: string, options: DownloadOptions = {}): Promise<Download> {
    const { maxBytes = 200 * 1024 * 1024, stallMs = 10_000, range, signal } = options;
    const aborter = new AbortController();
    const stop = () => aborter.abort();
    signal?.addEventListener("abort", stop, { once: true });
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      const timer = this.clock.after(stallMs, stop);
      try {
        return await work;
      } catch (error) {
        if (aborter.signal.aborted && !signal?.aborted) throw new AriTimeout("download", stallMs);
        throw new AriDisconnected("download", true, error instanceof Error ? error.name : "failed");
      } finally {
        this.clock.clear(timer);
      }
    };
    const response = await inTime(this.fetcher(`${this.base}/${path}`, {
      headers: { authorization: this.authorization, ...(range ? { range } : {}) },
      redirect: "error",
      signal: aborter.signal,
    }));
    const size = response.headers.has("content-length") ? Number(response.headers.get("content-length")) : null;
    if (!response.ok || !response.body || (size ?? 0) > maxBytes) {
      stop();
      if (response.ok && response.body) throw tooLong(maxBytes);
      throw new AriError(response.status, response.statusText, "download");
    }
    const reader = response.body.getReader();
    let seen = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await inTime(reader.read());
        if (done) return controller.close();
        seen += value.length;
        if (seen <= maxBytes) return controller.enqueue(value);
        stop();
        throw tooLong(maxBytes);
      },
      cancel: stop,
    }, { highWaterMark: 0 });
    return { body, contentType: response.headers.get("content-type") ?? "application/octet-stream", size };
  }
}

function tooLong(maxBytes: number): AriError {
  return new AriError(413, `the file has more than ${maxBytes} bytes`, "download");
}

async function text(response: Response): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let [out, size] = ["", 0];
  for await (const piece of response.body) {
    size += piece.length;
    if (size > ANSWER_LIMIT) throw new Error("the answer is too long");
    out += decoder.decode(piece, { stream: true });
  }
  return out + decoder.decode();
}
