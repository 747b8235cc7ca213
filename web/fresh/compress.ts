/** Compresses text that handlers and pages made; files have their own compressed copies. */
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";
import type { MiddlewareFn } from "./define.ts";
import { accepts } from "./static_files.ts";

const br = promisify(brotliCompress);
const gz = promisify(gzip);
const TEXT = /^(text\/(?!event-stream)|application\/(json|problem\+json|javascript|xml)|image\/svg)/;
/** A body up to here is taken whole; a longer one (an export) is compressed as it streams by. */
const WHOLE = 1 << 20;

type Bytes = Uint8Array<ArrayBuffer>;

/** Reads a body up to the limit. `rest` is what is left of a longer one. */
async function readUpTo(
  body: ReadableStream<Bytes>,
  limit: number,
): Promise<{ head: Bytes[]; size: number; rest?: ReadableStreamDefaultReader<Bytes> }> {
  const reader = body.getReader();
  const head: Bytes[] = [];
  let size = 0;
  while (size <= limit) {
    const { done, value } = await reader.read();
    if (done) return { head, size };
    head.push(value);
    size += value.length;
  }
  return { head, size, rest: reader };
}

function rejoin(head: Bytes[], rest: ReadableStreamDefaultReader<Bytes>): ReadableStream<Bytes> {
  return new ReadableStream({
    async pull(controller) {
      const known = head.shift();
      if (known) return controller.enqueue(known);
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}

/** Pages and JSON in brotli (quality 4: a page in about a millisecond) or gzip, off the main thread. */
export function compress<State>(leastBytes = 1024): MiddlewareFn<State> {
  return async (ctx) => {
    const response = await ctx.next();
    const { headers, status, body } = response;
    if (
      status === 101 || !body || ctx.req.method === "HEAD" || headers.has("content-encoding") ||
      !TEXT.test(headers.get("content-type") ?? "") || headers.get("cache-control")?.includes("no-transform")
    ) return response;
    const wanted = ctx.req.headers.get("accept-encoding");
    const encoding = accepts(wanted, "br") ? "br" : accepts(wanted, "gzip") ? "gzip" : null;
    if (!encoding) return response;
    const out = new Headers(headers);
    out.append("vary", "accept-encoding");
    const { head, size, rest } = await readUpTo(body, WHOLE);
    if (rest) {
      const whole = rejoin(head, rest);
      if (!accepts(wanted, "gzip")) return new Response(whole, { status, headers: out });
      out.set("content-encoding", "gzip");
      out.delete("content-length");
      return new Response(whole.pipeThrough(new CompressionStream("gzip")), { status, headers: out });
    }
    const bytes = new Uint8Array(await new Blob(head).arrayBuffer());
    if (size < leastBytes) return new Response(bytes, { status, headers: out });
    const packed = encoding === "br"
      ? await br(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : await gz(bytes, { level: 6 });
    out.set("content-encoding", encoding);
    out.set("content-length", String(packed.length));
    return new Response(new Uint8Array(packed), { status, headers: out });
  };
}
