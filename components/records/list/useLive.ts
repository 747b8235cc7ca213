/** News of a kind's records, by the topic that names them: who changed, and that something may have been missed. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RecordKind } from "@/crm/record/types.ts";
import { useTopic } from "@/components/topic.ts";

/** Row of the topic that says: so many changed that none is named. */
const ALL = "*";

export interface Heard {
  /** These changed. */
  changed(ids: string[]): void;
  /** Anything may have changed: many at once, or while there was no link. */
  all(): void;
}

export function useLive(kind: RecordKind, on: Heard) {
  const table = useTopic(`records/${kind}`);
  const handlers = useRef(on);
  handlers.current = on;
  useEffect(() => {
    const known = new Map<string, unknown>();
    let linked = false;
    return effect(() => {
      const changed = table.rows.value.filter((id) => {
        const n = table.field(id, "n").value;
        const news = known.get(id) !== n;
        known.set(id, n);
        return news;
      });
      const before = linked;
      linked = table.status.value === "live";
      if (!linked) return;
      // Told after this effect: what is heard reads and writes other signals.
      queueMicrotask(() => {
        if (!before || changed.includes(ALL)) handlers.current.all();
        else if (changed.length > 0) handlers.current.changed(changed);
      });
    });
  }, [table]);
  return table.status;
}
