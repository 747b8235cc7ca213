/** The score of a lead that is just being written, so that assignment knows it: no calls, no notes, no past yet. */
import type { LeadScorer } from "@/crm/scores/mod.ts";
import { cellsOf, columnsOf } from "@/ml/scores/columns.ts";
import { localTime, ownFields } from "@/ml/scores/looked_at.ts";
import { championOf, type Champions } from "@/ml/scores/refresh/champions.ts";
import { scoreTable } from "@/ml/scores/score.ts";
import type { Store } from "@/store/store.ts";

const NOTHING = {
  calls: 0,
  talkMinutes: 0,
  missedCalls: 0,
  notes: 0,
  tasksDone: 0,
  tasksOpen: 0,
  stage: null,
  stageSince: null,
  moves: 0,
};

/** With the champion, the fields and the zone as they are now: whoever writes a lead waits for nothing. */
export async function leadScorer(store: Store, champions: Champions): Promise<LeadScorer | null> {
  const champion = championOf(await champions.of("lead"), null);
  if (!champion) return null;
  const [own, local] = [await ownFields(store, "lead"), await localTime(store)];
  const columns = columnsOf("lead", own);
  return (values, at) => {
    const created = at.getTime();
    const cells = cellsOf("lead", { values, planned: true, counted: NOTHING, created, at: created }, { own, local });
    return Math.round(100 * scoreTable(champion.model, { columns, rows: [cells] })[0]);
  };
}
