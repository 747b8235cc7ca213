/** Models of the demo company: one a queue, one each for leads and deals, trained for real at the first start. */
import { sql } from "kysely";
import { t } from "@/locales/mod.ts";
import { createModel, createModelSchema, startTraining } from "@/ml/registry/mod.ts";
import type { ModelKind } from "@/ml/registry/types.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";

export interface DemoModels {
  jobs: Pick<Jobs, "enqueue">;
  locale: "ru" | "en";
}

/** A model that people put away stays away; one that a restart fell upon before its training is trained now. */
export async function seedDemoModels(store: Store, { jobs, locale }: DemoModels): Promise<void> {
  const queues = await store.db.selectFrom("queues").select(["id", "name"]).where("archived_at", "is", null)
    .orderBy("id").execute();
  for (const { id, name } of queues) {
    await have(store, {
      subject: { queue: id },
      model: { kind: "volume", name, dataset: { from: "calls", queue: id, step: 30 }, schedule: "daily" },
      jobs,
    });
  }
  for (const kind of ["lead", "deal"] as const) {
    const name = t(locale)(`training.demo.${kind}`);
    const model = { kind: "score" as const, name, dataset: { from: "records", kind }, schedule: "weekly" };
    await have(store, { subject: { kind }, model, jobs });
  }
}

async function have(
  store: Store,
  options: {
    subject: { queue?: string; kind?: "lead" | "deal" };
    model: { kind: ModelKind; name: string; dataset: unknown; schedule: string };
    jobs: DemoModels["jobs"];
  },
): Promise<void> {
  const { subject: { queue = null, kind = null }, model, jobs } = options;
  const { rows: [known] } = await sql<{ id: string; trained: boolean; archived: boolean }>`
    select id, archived_at is not null as archived,
      exists (select from training_runs r where r.model_id = m.id) as trained
    from forecast_models m where demo and queue_id is not distinct from ${queue}::uuid
      and record_kind is not distinct from ${kind} limit 1`.execute(store.db);
  if (known?.trained || known?.archived) return;
  const made = known
    ? { ok: true as const, value: known }
    : await createModel(store, SYSTEM, { ...createModelSchema.parse(model), demo: true });
  if (made.ok) await startTraining(store, SYSTEM, { id: made.value.id, jobs });
}
