/** A pipeline of our own with all that stages can ask for, a catalogue, and people to sell to. For browser tests of deals. */
import { type Access, PERMISSIONS, type UserId } from "@/store/access.ts";
import type { StageType } from "@/store/tables/sales.ts";
import { newId } from "@/crm/ids.ts";
import { createRecord, type RecordKind } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import type { Fixture } from "./fixture.ts";

export interface DealsScene {
  pipeline: string;
  /** Ids by name: start, asks (expected close date), full (one at most), won, lost. */
  stages: Record<"start" | "asks" | "full" | "won" | "lost", string>;
  reason: string;
  contacts: { id: string; name: string }[];
  company: string;
  make(kind: RecordKind, values: Record<string, unknown>): Promise<string>;
  /** A new deal in the first stage. */
  deal(values?: Record<string, unknown>): Promise<string>;
  /** With everything that a role may do, as a user of the demo. */
  as(login: string): Access;
}

const STAGES: [key: keyof DealsScene["stages"], name: string, type: StageType, probability: number][] = [
  ["start", "Старт", "open", 10],
  ["asks", "Смета", "open", 40],
  ["full", "Монтаж", "open", 70],
  ["won", "Сдано", "won", 100],
  ["lost", "Отказались", "lost", 0],
];

export async function dealsScene(fixture: Fixture): Promise<DealsScene> {
  const { db } = fixture.store;
  const as = (login: string): Access => ({
    user: fixture.users.get(login) as UserId,
    permissions: new Set(PERMISSIONS),
    teams: [],
    origin: "web",
  });
  const make = async (kind: RecordKind, values: Record<string, unknown>) =>
    unwrap(await createRecord(fixture.store, as("anna"), { kind, values })).id;
  const pipeline = newId();
  await db.insertInto("pipelines").values({ id: pipeline, name: "Стройка", position: 90 }).execute();
  const stages = {} as DealsScene["stages"];
  for (const [position, [key, name, type, probability]] of STAGES.entries()) {
    stages[key] = newId();
    await db.insertInto("stages").values({
      id: stages[key],
      pipeline_id: pipeline,
      name,
      type,
      probability,
      position,
      colour: "blue",
      rotten_days: null,
      wip_limit: key === "full" ? 1 : null,
      required: key === "asks" ? ["closeDate"] : [],
    }).execute();
  }
  const reason = newId();
  await db.insertInto("loss_reasons").values({ id: reason, name: "Выбрали бетон", position: 90 }).execute();
  await db.insertInto("products").values({
    id: newId(),
    name: "Кирпич облицовочный",
    sku: "К-1",
    price: JSON.stringify({ minor: 45_50, currency: "RUB" }),
  }).execute();
  const company = await make("company", { name: "ООО «Каменщик»" });
  const people = ["Пётр Кладов", "Алла Печкина", "Семён Глинов"];
  const contacts: DealsScene["contacts"] = [];
  for (const [n, name] of people.entries()) {
    const id = await make("contact", { name, phones: [`+7 921 700-10-0${n}`], companyLink: company });
    contacts.push({ id, name });
  }
  const deal = (values: Record<string, unknown> = {}) =>
    make("deal", {
      name: "Дом у озера",
      stage: stages.start,
      amount: "100000",
      contacts: contacts.slice(0, 2).map(({ id }) => id),
      companyLink: company,
      ...values,
    });
  return { pipeline, stages, reason, contacts, company, make, deal, as };
}
