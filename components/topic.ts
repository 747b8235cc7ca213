/** A live topic for an island: subscribed while it is shown; on the server an empty table. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";
import { type LinkStatus, live } from "@/web/live/client.ts";
import type { LiveTable } from "@/components/live.ts";
import { followClock } from "@/components/time/now.ts";

const nothing = signal(undefined);
const EMPTY: LiveTable & { release(): void } = {
  status: signal("connecting"),
  rows: signal([]),
  field: () => nothing,
  release() {},
};

export function useTopic(topic: string): LiveTable {
  const table = useMemo(() => IS_BROWSER ? live().topic(topic) : EMPTY, [topic]);
  useEffect(() => {
    followClock(() => live().offsetMs);
    return () => table.release();
  }, [table]);
  return table;
}

const connecting = signal<LinkStatus>("connecting");

/** How the page's one link is doing. */
export function linkStatus(): ReadonlySignal<LinkStatus> {
  return IS_BROWSER ? live().status : connecting;
}

/** The server has ended the session. */
export function linkEnded(): boolean {
  return IS_BROWSER && live().ended.value;
}
