/** Records to look at cards with: a company with its people, a lead with a history, and a pair of duplicates. */
import { type Access, PERMISSIONS, type UserId } from "@/store/access.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { callRecord } from "@/crm/testing.ts";
import { giveConsent } from "@/crm/consents/mod.ts";
import { scanStep } from "@/crm/duplicates/mod.ts";
import { createRecord, type RecordKind, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { addNote } from "@/crm/timeline/mod.ts";
import type { Fixture } from "./fixture.ts";

export interface CardsScene {
  company: string;
  contact: string;
  lead: string;
  /** The same person as the contact. */
  twin: string;
  /** With everything that a role may do, as a user of the demo. */
  as(login: string): Access;
}

const HOUR = 3_600_000;

export async function cardsScene(fixture: Fixture): Promise<CardsScene> {
  const { store } = fixture;
  const as = (login: string): Access => ({
    user: fixture.users.get(login) as UserId,
    permissions: new Set(PERMISSIONS),
    teams: [],
    origin: "web",
  });
  const [anna, olga] = [as("anna"), as("olga")];
  const make = async (kind: RecordKind, values: Record<string, unknown>) =>
    unwrap(await createRecord(store, anna, { kind, values })).id;
  const company = await make("company", {
    name: "ООО «Северный ветер»",
    phones: [{ value: "+7 812 309-11-22", label: "приёмная" }],
    emails: ["office@sever.example"],
    website: "sever.example",
    city: "Санкт-Петербург",
    taxId: "7801234567",
    industry: "Логистика",
    tags: ["опт", "ключевой"],
  });
  const contact = await make("contact", {
    name: "Екатерина Соколова",
    phones: [{ value: "+7 921 555-01-02", label: "личный" }, { value: "8 812 309-11-22", label: "рабочий" }],
    emails: ["e.sokolova@sever.example"],
    companyLink: company,
    position: "Руководитель закупок",
    city: "Санкт-Петербург",
    timeZone: "Europe/Moscow",
    birthday: "1986-04-12",
    tags: ["vip"],
    note: "Лучше звонить после обеда. Решение о поставщике принимает вместе с финансовым директором.",
  });
  const twin = await make("contact", {
    name: "Соколова Екатерина",
    phones: ["89215550102"],
    emails: ["sokolova@mail.example"],
    position: "Закупщик",
    city: "Петербург",
    tags: ["выставка"],
  });
  const lead = await make("lead", {
    name: "Заявка: перевозка оборудования",
    company: "ООО «Северный ветер»",
    phones: ["+7 921 555-01-02"],
    contact,
    companyLink: company,
    budget: "350000",
    city: "Владивосток",
    timeZone: "Asia/Vladivostok",
  });
  unwrap(
    await updateRecord(store, olga, { kind: "contact", id: contact, values: { position: "Директор по закупкам" } }),
  );
  unwrap(await updateRecord(store, anna, { kind: "lead", id: lead, values: { status: "working", budget: "420000" } }));
  unwrap(
    await addNote(store, anna, {
      kind: "contact",
      id: contact,
      body: "Ждёт коммерческое предложение до пятницы.\nПросила прислать на личную почту.",
    }),
  );
  unwrap(
    await giveConsent(store, anna, {
      kind: "contact",
      id: contact,
      channel: "call",
      granted: true,
      manner: "call",
      proof: "Согласилась в разговоре: «да, звоните»",
    }),
  );
  unwrap(
    await giveConsent(store, olga, {
      kind: "contact",
      id: contact,
      channel: "sms",
      granted: false,
      manner: "email",
      proof: "Письмо «не присылайте SMS»",
    }),
  );
  const [queue] = fixture.queues;
  const call = (id: string, hours: number, agent: string | null) =>
    callRecord(id, {
      number: "+79215550102",
      agent: agent && (fixture.users.get(agent) ?? null),
      queue: queue.id,
      startedAt: Date.now() - hours * HOUR,
      endedAt: Date.now() - hours * HOUR + 340_000,
      notes: agent ? "Уточнили объём поставки" : "",
    });
  await writeCalls(store, [call("card-1", 30, "anna"), call("card-2", 5, null)]);
  while (await scanStep(store, "contact", { settled: -1 }) > 0);
  return { company, contact, lead, twin, as };
}
