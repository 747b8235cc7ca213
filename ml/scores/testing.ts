/** A past of leads on a real database, and a model that learnt from it. For tests and benches only. */
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { RecordsDataset } from "@/ml/datasets/types.ts";
import { scoreTask } from "@/ml/scores/dataset.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { trainScore } from "@/ml/scores/train.ts";
import type { ScoreTrained } from "@/ml/training/protocol.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import type { Store } from "@/store/store.ts";

const DAY = 86_400_000;
const CITIES = ["Москва", "Казань", "Пермь", "Омск"];

export interface PastLead {
  id: string;
  created: number;
  closed: number | null;
  won: boolean;
  city: string;
}

/**
 * Leads of the past year whose outcome hangs on the city, with their events. `leak`: of won ones the region is filled in
 * when they are won, and of nobody before. The last `open` of them are open still.
 */
export async function pastLeads(
  store: Store,
  { count, open = 0, seed = 1, leak = false, now }: {
    count: number;
    open?: number;
    seed?: number;
    leak?: boolean;
    now: number;
  },
): Promise<PastLead[]> {
  const random = seeded(seed);
  const leads = Array.from({ length: count + open }, (_, n): PastLead => {
    const city = CITIES[Math.floor(random() * CITIES.length)];
    const won = random() < (city === "Казань" ? 0.75 : city === "Омск" ? 0.1 : 0.4);
    const created = now - DAY * (400 - 300 * n / count);
    const closed = n < count ? created + DAY * (1 + 40 * random()) : null;
    return { id: newId(), created: closed === null ? now - DAY * random() : created, closed, won, city };
  });
  const at = (ms: number) => new Date(ms).toISOString();
  const rows = leads.map(({ id, created, closed, won, city }, n) => ({
    id,
    name: `Lead ${n}`,
    city,
    region: leak && won && closed !== null ? "Filled" : "",
    status: closed === null ? "new" : won ? "converted" : "disqualified",
    created_at: at(created),
    updated_at: at(closed ?? created),
  }));
  const events = leads.flatMap(({ id, created, closed, won, city }, n) => [
    {
      id: newId(),
      entity: id,
      at: at(created),
      type: "lead.created",
      data: { name: `Lead ${n}`, city, status: "new" },
      before: null,
    },
    ...(closed === null ? [] : [{
      id: newId(),
      entity: id,
      at: at(closed),
      type: "lead.updated",
      data: { status: won ? "converted" : "disqualified", ...(leak && won ? { region: "Filled" } : {}) },
      before: { status: "new", ...(leak && won ? { region: "" } : {}) },
    }]),
  ]);
  for (let from = 0; from < rows.length; from += 2_000) {
    await sql`insert into leads (id, name, city, region, status, created_at, updated_at)
      select * from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 2_000))}::jsonb) as t
        (id uuid, name text, city text, region text, status text, created_at timestamptz, updated_at timestamptz)`
      .execute(store.db);
  }
  for (let from = 0; from < events.length; from += 4_000) {
    await sql`insert into events (id, type, entity_kind, entity_id, actor, origin, data, before, at)
      select t.id, t.type, 'lead', t.entity, 'system', 'web', t.data, nullif(t.before, 'null'), t.at
      from jsonb_to_recordset(${JSON.stringify(events.slice(from, from + 4_000))}::jsonb) as t
        (id uuid, type text, entity text, data jsonb, before jsonb, at timestamptz)`.execute(store.db);
  }
  return leads;
}

export const RECORDS: RecordsDataset = { from: "records", kind: "lead", since: null, pipeline: null };

/** Trains on the database's own leads and makes the result champion. */
export async function trainedChampion(
  store: Store,
  { now, dataset = RECORDS }: { now: number; dataset?: RecordsDataset },
): Promise<{ model: string; version: string; trained: ScoreTrained }> {
  const data = await scoreTask(store, { dataset, settings: SCORE_SETTINGS, now });
  const trained = await trainScore({ ...data, champion: null }, { onProgress: () => {} });
  const model = newId(), version = newId();
  await store.db.insertInto("forecast_models").values({
    id: model,
    kind: "score",
    name: "Score",
    record_kind: dataset.kind,
    dataset: JSON.stringify(dataset),
    settings: JSON.stringify(SCORE_SETTINGS),
  }).execute();
  await store.db.insertInto("model_versions").values({
    id: version,
    model_id: model,
    n: 1,
    dataset: JSON.stringify(dataset),
    settings: JSON.stringify(SCORE_SETTINGS),
    fingerprint: data.fingerprint,
    data_rows: data.rows,
    findings: "[]",
    report: JSON.stringify(trained.report),
    verdict: JSON.stringify({}),
    blob: trained.blob,
    cpu_ms: 0,
    promoted_at: new Date(now),
  }).execute();
  await store.db.updateTable("forecast_models").set({ champion_id: version }).where("id", "=", model).execute();
  return { model, version, trained };
}
