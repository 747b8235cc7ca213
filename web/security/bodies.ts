/** Request bodies: bounded in size, JSON with clear errors. */
import type { z } from "zod";
import type { Context, MiddlewareFn } from "fresh";
import { HttpError } from "../fresh/error.ts";

export const LARGEST_BODY = 1 << 20;

function tooLarge(): HttpError {
  return new HttpError(413, "web.error.too-large");
}

/**
 * Refuses bodies above the limit, by their stated length at once and by their real one while they are read.
 * @param limit bytes, or a function for places that take more (imports)
 */
export function limitBodies<State>(
  limit: number | ((ctx: Context<State>) => number) = LARGEST_BODY,
): MiddlewareFn<State> {
  return (ctx) => {
    const { req } = ctx;
    if (!req.body) return ctx.next();
    const most = typeof limit === "number" ? limit : limit(ctx);
    if (Number(req.headers.get("content-length") ?? 0) > most) throw tooLarge();
    let size = 0;
    const bounded = req.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          size += chunk.byteLength;
          if (size > most) controller.error(tooLarge());
          else controller.enqueue(chunk);
        },
      }),
    );
    ctx.req = new Request(req, { body: bounded });
    return ctx.next();
  };
}

/**
 * Reads a JSON body. @throws {HttpError} 400 when it is not JSON, 415 when it does not say so
 */
export async function readJson(req: Request): Promise<unknown> {
  const type = req.headers.get("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) throw new HttpError(415, "web.error.json");
  const bytes = await req.arrayBuffer();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HttpError(400, "web.error.json", { cause });
  }
}

/** Reads and validates. @throws the schema's ZodError, which becomes 400 with the paths of the wrong fields */
export async function readValid<Schema extends z.ZodType>(req: Request, schema: Schema): Promise<z.output<Schema>> {
  return schema.parse(await readJson(req));
}
