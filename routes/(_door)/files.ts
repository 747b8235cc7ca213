/** What the routes of files share: shapes, how large an upload may be, the answer that holds a file. */
import { z } from "zod";
import type { RecordFile } from "@/crm/files/mod.ts";
import { LARGEST_FILE } from "@/crm/files/mod.ts";
import { PLURAL } from "@/crm/record/mod.ts";
import type { Ctx } from "./api.ts";

const ADDRESS = new RegExp(`^/api/v1/(${Object.values(PLURAL).join("|")})/[0-9a-f-]{36}/files$`);
/** The door closes a little after the room: who sends too much is told so in words. */
export const LARGEST_ATTACHMENT = LARGEST_FILE + 1_048_576;

export const isAttachment = (ctx: Pick<Ctx, "req" | "url">): boolean =>
  ctx.req.method === "POST" && ADDRESS.test(ctx.url.pathname);

export const fileSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string().meta({ description: "api.field.file-type" }),
  bytes: z.number(),
  at: z.number().meta({ description: "api.field.epoch-ms" }),
  by: z.uuid().nullable(),
  byName: z.string().nullable(),
}).meta({ id: "RecordFile" }) satisfies z.ZodType<RecordFile>;

export const noFile = { "files.error.no-file": 404, "records.error.no-record": 404 } as const;

/** Bytes that no page of ours runs: never guessed at, never in our origin's name. */
export function fileResponse(
  file: RecordFile & { body: ReadableStream<Uint8Array<ArrayBuffer>> },
  shown: "attachment" | "inline",
): Response {
  return new Response(file.body, {
    headers: {
      "content-type": file.type === "text/plain" || file.type === "text/csv"
        ? `${file.type}; charset=utf-8`
        : file.type,
      "content-length": `${file.bytes}`,
      "content-disposition": `${shown}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": shown === "inline" ? "private, max-age=86400" : "private, no-store",
    },
  });
}
