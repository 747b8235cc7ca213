/** Signs of a robot, looked for without asking anything of a person. A suspect is shown as spam, never dropped. Pure. */
import { opened, SEAL_AGE_MS } from "@/crm/intake/spam/seal.ts";

/** Names of the form's own inputs: a trap that people do not see, the sealed time, the page's id. */
export const TRAP = "homepage_url";
export const SEALED = "_shown";
export const PAGE = "_page";

export type Suspicion = "trap" | "no-seal" | "too-fast" | "too-old" | "links" | "script";

export interface Sent {
  fields: Readonly<Record<string, string>>;
  secret: string;
  minFillMs: number;
  now: number;
}

/** Of a form of ours. null: nothing speaks against it. */
export function suspicionOfForm(sent: Sent): Suspicion | null {
  if ((sent.fields[TRAP] ?? "") !== "") return "trap";
  const shown = opened(sent.secret, sent.fields[SEALED] ?? "");
  if (shown === null) return "no-seal";
  if (sent.now - shown < sent.minFillMs) return "too-fast";
  if (sent.now - shown > SEAL_AGE_MS) return "too-old";
  return suspicionOfText(Object.values(sent.fields).join("\n"));
}

/** Of any text from outside: many links, or markup that only robots write. */
export function suspicionOfText(text: string): Suspicion | null {
  if (/<\s*(script|iframe|a\s+href)\b|\[url=/i.test(text)) return "script";
  return (text.match(/https?:\/\//gi)?.length ?? 0) > 3 ? "links" : null;
}
