/** Asks for news when the live topic says that there are some, one request at a time; the count is shared. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { News } from "@/crm/notices/mod.ts";
import { call } from "@/components/api.ts";
import { usePulse } from "@/components/intake/pulse.ts";
import { popped, restore, take } from "@/components/notices/news.ts";

/** `onNews` gets only what came after the page was opened. */
export function useNews(user: string, onNews: (news: News) => void): void {
  const since = useRef<number | undefined>(undefined);
  const state = useRef({ busy: false, again: false });
  const latest = useRef(onNews);
  latest.current = onNews;
  const load = async () => {
    if (state.current.busy) return void (state.current.again = true);
    state.current.busy = true;
    do {
      state.current.again = false;
      const shown = popped.peek().map(({ id }) => id).join(",");
      const query = new URLSearchParams({
        ...(since.current === undefined ? {} : { since: String(since.current) }),
        ...(shown ? { shown } : {}),
      });
      const answer = await call<News>("GET", `/api/v1/notices/news?${query}`);
      // The next pulse, or the link's coming back, asks again.
      if (!answer.ok) break;
      since.current = answer.value.at;
      const rows = take(answer.value);
      if (rows.length > 0) latest.current({ ...answer.value, rows });
    } while (state.current.again);
    state.current.busy = false;
  };
  const table = usePulse(`notices/${user}`, () => void load());
  useEffect(() => {
    restore(user);
    void load();
    let was = table.status.peek();
    return effect(() => {
      const now = table.status.value;
      if (now === "live" && (was === "stale" || was === "offline")) void load();
      was = now;
    });
  }, [table]);
}
