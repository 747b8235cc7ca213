/** Hears that anything in a topic of ids changed, a moment after the last change of a burst. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useTopic } from "@/components/topic.ts";
import type { LiveTable } from "@/components/live.ts";

const BURST_MS = 150;

/** `onChange` gets the ids of the rows that changed; `*` means: read everything anew. Not called for what stood there. */
export function usePulse(topic: string, onChange: (rows: string[]) => void): LiveTable {
  const table = useTopic(topic);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    const seen = new Map<string, unknown>();
    const changed = new Set<string>();
    let first = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      const live = table.status.value === "live";
      for (const row of table.rows.value) {
        const n = table.field(row, "n").value;
        if (seen.get(row) !== n && !first) changed.add(row);
        seen.set(row, n);
      }
      // The first snapshot is what the page was made with.
      if (first) first = !live;
      if (changed.size === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const rows = [...changed];
        changed.clear();
        latest.current(rows);
      }, BURST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [table]);
  return table;
}
