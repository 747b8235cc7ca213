/** Compresses text that handlers and pages made; files have their own compressed copies. */
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";
import type { MiddlewareFn } from "./define.ts";
import { accepts } from "./static_files.ts";

const br = promisify(brotliCompress);
const gz = promisify(gzip);
const TEXT = /^(text\/(?!event-stream)|application\/(json|problem\+json|javascript|xml)|image\/svg)/;
/** Larger bodies are streamed by their makers (exports) and go out as they are. */
const LARGEST = 4 << 20;

/** Pages and JSON in brotli (quality 4: a page in about a millisecond) or gzip, off the main thread. */
export function compress<State>(leastBytes = 1024): MiddlewareFn<State> {
  return async (ctx) => {
    const response = await ctx.next();
    const { headers } = response;
    if (
      response.status === 101 || !response.body || ctx.req.method === "HEAD" || headers.has("content-encoding") ||
      !TEXT.test(headers.get("content-type") ?? "") || headers.get("x-stream") ||
      headers.get("cache-control")?.includes("no-transform")
    ) return response;
    const wanted = ctx.req.headers.get("accept-encoding");
    const encoding = accepts(wanted, "br") ? "br" : accepts(wanted, "gzip") ? "gzip" : null;
    const length = headers.get("content-length");
    if (!encoding || (length && Number(length) > LARGEST)) return response;
    const body = new Uint8Array(await response.arrayBuffer());
    const out = new Headers(headers);
    out.append("vary", "accept-encoding");
    if (body.length < leastBytes || body.length > LARGEST) {
      return new Response(body, { status: response.status, headers: out });
    }
    const packed = encoding === "br"
      ? await br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : await gz(body, { level: 6 });
    out.set("content-encoding", encoding);
    out.set("content-length", String(packed.length));
    return new Response(new Uint8Array(packed), { status: response.status, headers: out });
  };
}
