/** The address of a rule that waits for requests from outside: whoever knows it may send; bounded, and answered at once. */
import { receiveHook } from "@/crm/automation/mod.ts";
import { refuse } from "@/routes/(_door)/api.ts";
import { readBytes } from "@/routes/(_door)/intake.ts";
import { define } from "@/routes/(_door)/state.ts";
import { TokenBuckets } from "@/web/security/mod.ts";

const LARGEST = 64 * 1024;
const now = () => Date.now();
/** Guesses of an address; secrets have 192 bits, a flood is only work. */
const byAddress = new TokenBuckets({ capacity: 60, refillMs: 500, now });

export const handlers = define.handlers({
  async POST(ctx) {
    const { store, ip } = ctx.state;
    const wait = byAddress.take(ip);
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1_000);
      const answer = refuse(429, "intake.error.too-many", { seconds });
      answer.headers.set("retry-after", String(seconds));
      return answer;
    }
    const body = await readBytes(ctx.req, LARGEST);
    if (!body) return refuse(413, "shell.error.too-large");
    const payload = payloadOf(ctx.req.headers.get("content-type") ?? "", new TextDecoder().decode(body));
    if (payload === undefined) return refuse(400, "shell.error.json");
    const taken = await receiveHook(store, { secret: ctx.params.secret, payload, ip });
    if (!taken.ok) return refuse(404, taken.code);
    return Response.json(taken.value, { status: 202, headers: { "cache-control": "no-store" } });
  },
});

/** JSON, or the fields of a plain form; undefined: neither. */
function payloadOf(type: string, text: string): unknown {
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  if (text.trim() === "") return {};
  try {
    const value = JSON.parse(text, (_, one) => typeof one === "string" ? one.replaceAll("\0", "").toWellFormed() : one);
    // Names that PostgreSQL would not take.
    if (/\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(JSON.stringify(value))) return undefined;
    return typeof value === "object" && value !== null ? value : { value };
  } catch {
    return undefined;
  }
}
