/**
 * One request to a receiver outside. Everything about it is bounded: seven seconds from the name's lookup to the last
 * byte, 100 KB of answer, no redirects, and no address inside the company's network. The address that was checked is
 * the one connected to: a name that answers otherwise a moment later (DNS rebinding) gains nothing.
 */
import { Buffer } from "node:buffer";
import { lookup } from "node:dns/promises";
import http from "node:http";
import net from "node:net";
import tls from "node:tls";
import { bytesOf, isPublicAddress } from "@/crm/webhooks/address.ts";

export const LIMIT_MS = 7_000;
const LARGEST_ANSWER = 100 * 1024;
const EXCERPT = 2_048;

/** Why there is no answer; words: `webhooks.failure.<word>`. */
export type Failure = "timeout" | "dns" | "private-address" | "tls" | "connection" | "redirect" | "status";

export interface Outcome {
  /** null: it was taken (2xx). */
  failure: Failure | null;
  status: number | null;
  /** Beginning of the answer. */
  response: string | null;
  durationMs: number;
}

export interface Message<Body extends string | Uint8Array = string> {
  url: string;
  body: Body;
  headers: Record<string, string>;
  allowPrivate: boolean;
}

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export interface SendOptions {
  resolve?: Resolve;
  limitMs?: number;
  /** Certificate authority of tests. */
  ca?: string;
}

class SendError extends Error {
  constructor(readonly failure: Failure) {
    super(failure);
  }
}

export async function send(message: Message<string | Uint8Array>, options: SendOptions = {}): Promise<Outcome> {
  const started = performance.now();
  const controller = new AbortController();
  let late: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    late = setTimeout(() => {
      reject(new SendError("timeout"));
      controller.abort();
    }, options.limitMs ?? LIMIT_MS);
  });
  const took = () => Math.round(performance.now() - started);
  try {
    const work = exchange(message, { ...options, signal: controller.signal });
    work.catch(() => {});
    const { status, response } = await Promise.race([work, limit]);
    const failure = status >= 200 && status < 300 ? null : status >= 300 && status < 400 ? "redirect" : "status";
    return { failure, status, response, durationMs: took() };
  } catch (error) {
    return { failure: failureOf(error), status: null, response: null, durationMs: took() };
  } finally {
    clearTimeout(late);
    controller.abort();
  }
}

async function exchange(
  message: Message<string | Uint8Array>,
  options: SendOptions & { signal: AbortSignal },
): Promise<{ status: number; response: string }> {
  const url = new URL(message.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(host, options.resolve ?? ((name) => lookup(name, { all: true })));
  if (!message.allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new SendError("private-address");
  }
  options.signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const secure = url.protocol === "https:";
    // Only what was checked is tried, one after the other: a machine without IPv6 still reaches a receiver that has both.
    const to: net.NetConnectOpts = {
      host,
      port: Number(url.port || (secure ? 443 : 80)),
      autoSelectFamily: true,
      lookup: (_name, how, done) => {
        if (how.all) done(null, addresses);
        else done(null, addresses[0].address, addresses[0].family);
      },
    };
    // Of the certificate the name is asked, not the address. node:https reads the system's authorities, for which
    // `deno task start` has no permission; node:tls has its own.
    const servername = bytesOf(host) ? undefined : host;
    const request = http.request({
      path: url.pathname + url.search,
      method: "POST",
      signal: options.signal,
      setHost: false,
      headers: {
        ...message.headers,
        host: url.host,
        "content-length": String(Buffer.byteLength(message.body)),
        connection: "close",
      },
      createConnection: () => secure ? tls.connect({ ...to, servername, ca: options.ca }) : net.connect(to),
    }, (answer) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      const finish = () => resolve({ status: answer.statusCode ?? 0, response: excerptOf(chunks) });
      answer.on("data", (chunk: Uint8Array) => {
        if (size < LARGEST_ANSWER) chunks.push(chunk);
        size += chunk.byteLength;
        if (size < LARGEST_ANSWER) return;
        finish();
        request.destroy();
      });
      answer.on("end", finish);
      answer.on("error", reject);
      // Cut off in the middle: its status counts, and what came of it.
      answer.on("aborted", finish);
    });
    request.on("error", reject);
    request.end(message.body);
  });
}

async function addressesOf(host: string, resolve: Resolve): Promise<{ address: string; family: number }[]> {
  const literal = bytesOf(host);
  if (literal) return [{ address: host, family: literal.length === 4 ? 4 : 6 }];
  const found = await resolve(host).catch(() => []);
  if (found.length === 0) throw new SendError("dns");
  return found;
}

/** Text that PostgreSQL takes and people read. */
function excerptOf(chunks: readonly Uint8Array[]): string {
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, EXCERPT * 4));
  return text.replaceAll("\0", "").slice(0, EXCERPT).toWellFormed();
}

function failureOf(error: unknown): Failure {
  if (error instanceof SendError) return error.failure;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /cert|tls|ssl|alert|handshake/i.test(`${code} ${message}`) ? "tls" : "connection";
}
