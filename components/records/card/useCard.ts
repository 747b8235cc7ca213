/** The record on the page: fetched anew when it changed, saved field by field. */
import { PLURAL } from "@/crm/record/kinds.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "@/components/api.ts";
import { useTopic } from "@/components/topic.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { CardSetup, Change } from "@/components/records/card/types.ts";

export { PLURAL };

export interface Card {
  record: CrmRecord;
  names: Record<string, string>;
  /** Address of the record in the API. */
  path: string;
  /** Somebody took it out of reach, or it is no more. */
  gone: boolean;
  /** Grows with every piece of news about the record, its notes and consents. */
  news: number;
  save(change: Change): Promise<Answer<unknown>>;
  /** Reads it again. */
  refresh(): Promise<void>;
  /** Adds names that a picker has just shown. */
  name(id: string, name: string): void;
}

interface Read {
  record: CrmRecord;
  names: Record<string, string>;
}

export function useCard(setup: Pick<CardSetup, "kind" | "record" | "names">): Card {
  const path = `/api/v1/${PLURAL[setup.kind]}/${setup.record.id}`;
  const [read, setRead] = useState<Read>({ record: setup.record, names: setup.names });
  const [gone, setGone] = useState(false);
  const [news, setNews] = useState(0);
  const asking = useRef<{ again: boolean; done: Promise<void> } | null>(null);
  const take = (next: Read) =>
    setRead((now) =>
      next.record.version < now.record.version
        ? { ...now, names: { ...now.names, ...next.names } }
        : { record: next.record, names: { ...now.names, ...next.names } }
    );
  const readOn = async (state: { again: boolean }): Promise<void> => {
    do {
      state.again = false;
      const answer = await call<Read>("GET", path);
      if (answer.ok) {
        take(answer.value);
        setGone(false);
      } else if (answer.code === "records.error.no-record" || answer.code === "shell.error.forbidden") setGone(true);
    } while (state.again);
    asking.current = null;
  };
  /** Ends when what is shown is of after the question: whoever waits for it may let go of what was painted ahead. */
  const refresh = (): Promise<void> => {
    // News while an answer is on its way: that answer may be of before.
    if (asking.current) {
      asking.current.again = true;
      return asking.current.done;
    }
    const state = { again: false, done: Promise.resolve() };
    asking.current = state;
    return state.done = readOn(state);
  };
  const table = useTopic(`records/${setup.kind}`);
  const own = table.field(setup.record.id, "n").value;
  const all = table.field("*", "n").value;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    setNews((count) => count + 1);
    void refresh();
  }, [own, all]);
  useEffect(() => {
    // Calls are told to nobody who looks at records: whoever comes back from the desk sees them.
    const back = () => document.visibilityState === "visible" && setNews((count) => count + 1);
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);
  return {
    ...read,
    path,
    gone,
    news,
    refresh,
    async save({ values, was }) {
      const answer = await call<Read>("PATCH", path, { values, was });
      if (answer.ok) take(answer.value);
      else if (answer.code === "records.error.changed") await refresh();
      return answer;
    },
    name: (id, name) => setRead((now) => ({ ...now, names: { ...now.names, [id]: name } })),
  };
}
