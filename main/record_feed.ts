/**
 * Tells open pages which records changed: topic `records/<kind>`, one row a record with the number of its last change
 * (`n`). Pages ask for the records themselves, by their own rights; the topic holds no word of them. What happened on
 * another node comes by the same NOTIFY.
 */
import { KINDS, RECORDS_CHANNEL } from "@/crm/record/mod.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import type { Store } from "@/store/store.ts";

/** Ids that a topic remembers; a page that was away for longer loads its list anew. */
const REMEMBERED = 500;
/** Row that changes when so many records changed that none is named: reload what you show. */
const ALL = "*";

export function recordTopic(kind: string): string {
  return `records/${kind}`;
}

/** @returns the way to stop */
export async function startRecordFeed(store: Store, topics: LiveTopics): Promise<() => Promise<void>> {
  let n = 0;
  const known = new Set<string>(KINDS);
  const order = new Map<string, string[]>();
  const put = (kind: string, id: string) => {
    const topic = recordTopic(kind);
    topics.put(topic, id, { n: ++n });
    if (id === ALL) return;
    const ids = order.get(kind) ?? [];
    order.set(kind, ids);
    ids.push(id);
    if (ids.length > REMEMBERED * 2) {
      const kept = [...new Set(ids.slice(-REMEMBERED))];
      for (const gone of new Set(ids)) if (!kept.includes(gone)) topics.remove(topic, gone);
      order.set(kind, kept);
    }
  };
  const all = () => KINDS.forEach((kind) => put(kind, ALL));
  return await store.listen(RECORDS_CHANNEL, {
    message(payload) {
      const { kind, id, ids, all } = JSON.parse(payload) as { kind: string; id?: string; ids?: string[]; all?: true };
      if (!known.has(kind)) return;
      if (all) put(kind, ALL);
      for (const one of ids ?? (id ? [id] : [])) put(kind, one);
    },
    // Something may have been missed while the connection was away.
    gap: all,
  });
}
