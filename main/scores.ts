/** Scores at work: looked at when records are told of, at night, and when a model is promoted. */
import { RECORDS_CHANNEL } from "@/crm/record/mod.ts";
import type { Clock } from "@/actors/runtime/types.ts";
import { ScoreKeeper } from "@/ml/scores/refresh/keeper.ts";
import type { Store } from "@/store/store.ts";

/** @returns the way to stop */
export async function startScores(store: Store, clock: Clock): Promise<() => Promise<void>> {
  const keeper = new ScoreKeeper(store, clock);
  const wake = () => keeper.wake();
  const unlisten = await store.listen(RECORDS_CHANNEL, { message: wake, gap: wake });
  keeper.start();
  return async () => {
    await unlisten();
    await keeper.stop();
  };
}
