/**
 * Wake-ups through Deno KV's queue: the default on one machine. KV delivers to one of the processes that listen, and
 * after a kill again only after a minute; both are fine, since a wake-up is only a hint.
 */
import { dirname } from "node:path";
import type { Wakeups } from "./types.ts";

/** KV refuses longer delays. */
const MAX_DELAY_MS = 30 * 86_400_000 - 60_000;

export async function kvWakeups(path: string): Promise<Wakeups> {
  // With a PostgreSQL server nothing else has made the data folder before.
  if (path !== ":memory:") await Deno.mkdir(dirname(path), { recursive: true });
  const kv = await Deno.openKv(path);
  let listening: Promise<void> | undefined;
  let closed = false;
  return {
    async start(woken) {
      listening = kv.listenQueue((message: unknown) => {
        const name = (message as { wake?: unknown } | null)?.wake;
        if (typeof name === "string" && !closed) woken(name);
      }).catch(() => {}); // ends with an error when KV is closed
    },
    async wake(name, at) {
      if (closed) return;
      const delay = Math.min(MAX_DELAY_MS, Math.max(0, at.getTime() - Date.now()));
      await kv.enqueue({ wake: name }, { delay, backoffSchedule: [] });
    },
    async close() {
      closed = true;
      kv.close();
      await listening;
    },
  };
}
