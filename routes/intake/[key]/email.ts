/** Letters that a mail service forwards: the message itself, or JSON with the message in one of its usual fields. */
import { Buffer } from "node:buffer";
import { readMail } from "@/crm/intake/mod.ts";
import { refuse } from "@/routes/(_door)/api.ts";
import { openSource, type Taken, takeRequest } from "@/routes/(_door)/intake.ts";
import { define } from "@/routes/(_door)/state.ts";

/** A letter has pictures; what is kept of it is bounded behind the door. */
const LARGEST_LETTER = 1_000_000;
/** Names that services give the whole message: base64 or as it is. */
const NAMES = ["raw", "message", "mime", "email", "body-mime", "RawEmail", "content"] as const;

export const handlers = define.handlers({
  async POST(ctx) {
    const source = await openSource(ctx, ["email"]);
    if (source instanceof Response) return source;
    const taken = await takeRequest(ctx, source, { most: LARGEST_LETTER, what: letterOf });
    return taken instanceof Response ? taken : Response.json({ id: taken.id, known: taken.again }, { status: 202 });
  },
});

async function letterOf(body: Uint8Array, contentType: string): Promise<Taken | Response> {
  const raw = /\bjson\b/i.test(contentType)
    ? rawIn(body)
    : /^(message\/rfc822|text\/plain)\b/i.test(contentType)
    ? body
    : null;
  if (!raw) return refuse(415, "intake.error.no-letter");
  const mail = await readMail(raw);
  return { body: raw, contentType: "message/rfc822", key: mail.id || null };
}

function rawIn(body: Uint8Array): Uint8Array | null {
  try {
    const given = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown> | null;
    const text = NAMES.map((name) => given?.[name]).find((value) => typeof value === "string" && value !== "");
    if (typeof text !== "string") return null;
    const letter = /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, "base64") : Buffer.from(text, "utf8");
    return new Uint8Array(letter);
  } catch {
    return null;
  }
}
