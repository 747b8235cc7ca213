/** From the bytes of a request to a tree, by what it says it is. What cannot be read is an error with a code. */
import { readMail } from "@/crm/intake/email/mime.ts";
import type { Mail } from "@/crm/intake/email/mime.ts";
import type { Tree } from "@/crm/intake/mapping/paths.ts";

export type Payload = { ok: true; tree: Tree; mail: Mail | null } | { ok: false; code: string };

export async function readPayload(body: Uint8Array, contentType: string): Promise<Payload> {
  const type = contentType.split(";")[0].trim().toLowerCase();
  if (type === "message/rfc822") {
    const mail = await readMail(body);
    return { ok: true, tree: mail.payload, mail };
  }
  if (type === "application/x-www-form-urlencoded") {
    return { ok: true, tree: treeOf(new URLSearchParams(textOf(body, contentType))), mail: null };
  }
  if (type === "multipart/form-data") return await readMultipart(body, contentType);
  if (type === "text/plain") return { ok: true, tree: { text: textOf(body, contentType) }, mail: null };
  try {
    return { ok: true, tree: JSON.parse(textOf(body, contentType)) as Tree, mail: null };
  } catch {
    return { ok: false, code: "intake.error.not-json" };
  }
}

/** Fields of a form; a name that comes twice is a list, `phones[]` is `phones`. */
export function treeOf(entries: Iterable<[string, string]>): { [name: string]: Tree } {
  const tree = new Map<string, Tree>();
  for (const [given, value] of entries) {
    const name = given.replace(/\[\]$/, "").slice(0, 200);
    const before = tree.get(name);
    tree.set(name, before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return Object.fromEntries(tree);
}

async function readMultipart(body: Uint8Array, contentType: string): Promise<Payload> {
  try {
    const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers: { "content-type": contentType } })
      .formData();
    // Files are not taken: their names stay, so that a person sees that there was one.
    const entries = [...form].map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : value.name,
    ]);
    return { ok: true, tree: treeOf(entries), mail: null };
  } catch {
    return { ok: false, code: "intake.error.not-form" };
  }
}

/** By the charset that the sender names: old Russian sites still send windows-1251. */
function textOf(body: Uint8Array, contentType: string): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** What was sent, for a person to read. */
export function readable(body: Uint8Array, contentType: string): string {
  const text = textOf(body, contentType).replaceAll("\0", "");
  if (/json/i.test(contentType)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return [...new URLSearchParams(text)].map(([name, value]) => `${name}: ${value}`).join("\n");
  }
  return text;
}
