/** Months of calls and a model that is trained on them by the product itself. For tests and trials only. */
import { seedDemoPast } from "@/crm/demo/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { createModel, createModelSchema, getModel } from "@/ml/registry/mod.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import { type VolumeSettings } from "@/ml/volume/report.ts";
import type { Fixture } from "./fixture.ts";
import { as } from "./lists_scene.ts";

export interface ModelScene {
  model: ModelRow;
}

/** Twelve weeks of the demo's calls, and a model of its first queue that nobody has trained yet. */
export async function modelScene(
  fixture: Fixture,
  options: { weeks?: number; settings?: Partial<VolumeSettings> } = {},
): Promise<ModelScene> {
  const { store, queues } = fixture;
  await seedDemoPast(store, { weeks: options.weeks ?? 12 });
  const queue = queues.find(({ name }) => name === "Поддержка") ?? queues[0];
  const input = createModelSchema.parse({
    kind: "volume",
    name: `Звонки: ${queue.name}`,
    dataset: { from: "calls", queue: queue.id, step: 30 },
    settings: { weeks: 3, ...options.settings },
    schedule: "daily",
  });
  return { model: unwrap(await createModel(store, as(fixture, "admin"), input)) };
}

/** The model as the server knows it now. */
export async function modelNow(fixture: Fixture, id: string): Promise<ModelRow> {
  return unwrap(await getModel(fixture.store, as(fixture, "admin"), { id }));
}
