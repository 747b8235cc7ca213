/** Keeps the totals of board columns short, so that opening a board stays as fast as on the first day. */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import { compactTotals } from "@/crm/deals/totals.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "totals"]);
const EVERY_MS = 5_000;

/** @returns the way to stop */
export function startTotals(store: Store, clock: Clock): () => Promise<void> {
  let stopped = false;
  let timer: unknown;
  let working = Promise.resolve();
  const next = () => {
    if (!stopped) timer = clock.after(EVERY_MS, () => void (working = compact()));
  };
  const compact = async () => {
    await compactTotals(store).catch((error) => log.error("totals: {error}", { error }));
    next();
  };
  next();
  return async () => {
    stopped = true;
    clock.clear(timer);
    await working;
  };
}
