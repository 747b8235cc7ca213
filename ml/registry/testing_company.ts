/** A company with a model of its first queue, a clock that stands, and jobs that only remember. For tests only. */
import { VirtualClock } from "@/actors/runtime/clock.ts";
import { centre } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createModel, createModelSchema } from "@/ml/registry/mod.ts";
import type { Ports } from "@/ml/registry/ports.ts";
import { startTraining } from "@/ml/registry/runs.ts";
import { fakeData, fakeTrainer, volumeTrained } from "@/ml/registry/testing.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import { type Ended, workTraining } from "@/ml/registry/work.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { withDatabase } from "@/store/testing.ts";

/** Monday, 10:00 in Moscow. */
export const NOW = Date.UTC(2026, 2, 2, 7);

export interface Company {
  store: Store;
  people: Awaited<ReturnType<typeof centre>>;
  clock: VirtualClock;
  ports: Ports;
  /** What was enqueued. */
  asked: { name: string; payload: unknown }[];
  model: ModelRow;
  /** Asks for a training and does it: by the analyst, or by the schedule. */
  train(options?: { by?: "analyst" | "schedule"; ports?: Partial<Ports> }): Promise<Ended>;
}

export async function withCompany(use: (company: Company) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => {
    const people = await centre(store);
    const clock = new VirtualClock(NOW);
    const asked: Company["asked"] = [];
    const jobs: Pick<Jobs, "enqueue"> = {
      enqueue(name, payload) {
        asked.push({ name, payload });
        return Promise.resolve("job");
      },
    };
    const ports: Ports = { clock, jobs, trainer: fakeTrainer(() => volumeTrained()), data: fakeData() };
    const model = unwrap(await createModel(store, people.analyst, volumeModel(people.queues[0])));
    await use({
      store,
      people,
      clock,
      ports,
      asked,
      model,
      async train({ by = "analyst", ports: given = {} } = {}) {
        const access = by === "analyst" ? people.analyst : SYSTEM;
        const { id: run } = unwrap(await startTraining(store, access, { id: model.id, jobs }));
        const { signal } = new AbortController();
        return await workTraining(store, { run, ports: { ...ports, ...given }, signal, attempt: 1 });
      },
    });
  });
}

export function volumeModel(queue: string, more: { schedule?: "daily" | "weekly" } = {}) {
  const dataset = { from: "calls", queue, step: 60 };
  return { ...createModelSchema.parse({ kind: "volume", name: "Sales", dataset, ...more }), now: NOW };
}
