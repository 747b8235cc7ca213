/**
 * The demo company: set up once in an empty database, in one transaction, marked as demo.
 *
 * Its password is fixed and documented only while the console listens on the loopback; otherwise it is made at random
 * for the installation. A database seeded on the loopback and opened to a network later gets a random one at that
 * start (see {@link guardDemoPassword}).
 */
import { randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { writeChange } from "@/crm/verb.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { hashPassword, verifyPassword } from "@/crm/people/password.ts";
import { seedRoles } from "@/crm/people/roles.ts";
import { createQueueSchema } from "@/crm/queues/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { seedDefaults } from "@/crm/queues/defaults.ts";
import { queueRow } from "@/crm/queues/queue_row.ts";
import companies from "@/crm/demo/company.json" with { type: "json" };
import { demoHistory } from "@/crm/demo/history.ts";
import { demoNumbers } from "@/crm/demo/numbers.ts";
import {
  AGENTS,
  BROWSER_AGENTS,
  DEMO_DIDS,
  DEMO_QUEUES,
  type DemoQueue,
  deskOf,
  fictionalNumber,
  QUEUE_SETTINGS,
} from "@/crm/demo/plan.ts";

export const DEMO_PASSWORD = "kommutator-demo";
const CONTACTS = 200;
const HISTORY_DAYS = 14;
const BATCH = 500;

export interface DemoOptions {
  locale: "ru" | "en";
  /** The console listens on the loopback only. */
  loopback: boolean;
  seed?: number;
  now?: number;
}

/**
 * Seeds the demo company when the database holds no user and no queue. Returns the password of all its log-ins; null:
 * the database is not empty, nothing was done. The history is not included, see {@link seedDemoHistory}.
 */
export async function seedDemo(store: Store, options: DemoOptions): Promise<string | null> {
  await seedRoles(store);
  await seedDefaults(store);
  await seedPipeline(store, options.locale);
  const password = options.loopback ? DEMO_PASSWORD : randomBytes(9).toString("base64url");
  const hash = await hashPassword(password);
  return await store.tx(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('demo', 0))`.execute(trx);
    const found = await trx.selectFrom("users").select("id").limit(1).executeTakeFirst() ??
      await trx.selectFrom("queues").select("id").limit(1).executeTakeFirst();
    if (found) return null;
    const text = companies[options.locale];
    await trx.updateTable("site_settings").set({ company_name: text.company, locale: options.locale, demo: true })
      .execute();
    const people = await seedPeople(trx, options.locale, hash);
    await seedQueues(trx, options.locale, people.agents);
    await seedContacts(trx, options);
    const change = { type: "demo.seeded", entity: { kind: "site", id: "main" }, after: { company: text.company } };
    await writeChange(trx, SYSTEM, { change });
    return password;
  });
}

/**
 * Two weeks of past calls for the demo company, when it has none. Takes a few seconds: start it and let the console
 * open meanwhile. Returns how many calls were written.
 */
export async function seedDemoHistory(store: Store, options: { seed?: number; now?: number } = {}): Promise<number> {
  const site = await store.db.selectFrom("site_settings").select(["demo", "locale"]).executeTakeFirstOrThrow();
  if (!site.demo) return 0;
  // Half a history of an interrupted start is finished: ids depend on the seed only.
  const complete = await store.db.selectFrom("calls").select("id").where("id", "=", `${HISTORY_MARK}`)
    .executeTakeFirst();
  if (complete) return 0;
  const queues = await store.db.selectFrom("numbers").select(["did", "queue_id"]).execute();
  const queueOf = (queue: DemoQueue) => queues.find((row) => row.did === DEMO_DIDS[queue])?.queue_id;
  const ids = Object.fromEntries(DEMO_QUEUES.map((queue) => [queue, queueOf(queue)]));
  if (Object.values(ids).some((id) => id === undefined)) return 0;
  const agents = await store.db.selectFrom("users").innerJoin("user_roles", "user_roles.user_id", "users.id")
    .where("demo", "=", true).where("user_roles.role", "=", "agent").select("users.id").orderBy("users.id").execute();
  const contacts = await demoNumbers(store);
  const records = demoHistory({
    seed: options.seed ?? 1,
    now: options.now ?? Date.now(),
    days: HISTORY_DAYS,
    queues: ids as Record<DemoQueue, string>,
    agents: agents.slice(0, AGENTS.length).map(({ id }, n) => ({
      id,
      serves: DEMO_QUEUES.filter((queue) => queue in AGENTS[n].queues),
    })),
    contacts,
    callNotes: companies[site.locale].callNotes,
  });
  if (records.length === 0) return 0;
  // The newest first, so that the history page fills from the top; the mark goes last.
  records[0] = { ...records[0], id: HISTORY_MARK };
  const newestFirst = records.toReversed();
  for (let i = 0; i < newestFirst.length; i += BATCH) await writeCalls(store, newestFirst.slice(i, i + BATCH));
  return records.length;
}

const HISTORY_MARK = "demo-history-complete";

/**
 * Run at every start of a demo installation. When it can be reached from a network and still has the documented
 * password, all its log-ins get a random one. Returns the password to print; null: it is not known (people changed it).
 */
export async function guardDemoPassword(store: Store, options: { loopback: boolean }): Promise<string | null> {
  const rows = await store.db.selectFrom("users").select("password_hash").distinct()
    .where("demo", "=", true).where("password_hash", "is not", null).execute();
  const documented: string[] = [];
  for (const { password_hash } of rows) {
    if (password_hash && await verifyPassword(DEMO_PASSWORD, password_hash)) documented.push(password_hash);
  }
  if (documented.length === 0) return null;
  if (options.loopback) return DEMO_PASSWORD;
  const password = randomBytes(9).toString("base64url");
  const password_hash = await hashPassword(password);
  await store.tx(async (trx) => {
    const changed = await trx.updateTable("users").set({ password_hash, password_changed_at: sql`now()` })
      .where("password_hash", "in", documented).returning("id").execute();
    await trx.updateTable("sessions").set({ revoked_at: sql`now()` })
      .where("user_id", "in", changed.map((row) => row.id)).where("revoked_at", "is", null).execute();
    const change = { type: "demo.password-changed", entity: { kind: "site", id: "main" } };
    await writeChange(trx, SYSTEM, { change });
  });
  return password;
}

async function seedPeople(trx: Transaction<Database>, locale: "ru" | "en", password_hash: string) {
  const text = companies[locale];
  const teams = text.teams.map((name) => ({ id: newId(), name }));
  await trx.insertInto("teams").values(teams).execute();
  const user = (
    [login, name]: string[],
    rest: { team: string | null; role: string; desk?: string; desktop?: boolean },
  ) => {
    const id = newId();
    return {
      role: { user_id: id, role: rest.role },
      row: {
        id,
        login,
        name,
        locale,
        team_id: rest.team,
        password_hash,
        phone_kind: rest.desk && !rest.desktop ? "desk" as const : "browser" as const,
        desk_endpoint: rest.desk ?? null,
        sip_login: `a${id.replaceAll("-", "")}`,
        demo: true,
      },
    };
  };
  const agents = text.agents.map((who, n) => {
    const desktop = BROWSER_AGENTS.includes(n);
    return user(who, { team: teams[AGENTS[n].team].id, role: "agent", desk: deskOf(n), desktop });
  });
  const everybody = [
    ...agents,
    ...text.supervisors.map((who, n) => user(who, { team: teams[n].id, role: "supervisor" })),
    user(text.analyst, { team: null, role: "analyst" }),
    user(text.administrator, { team: null, role: "administrator" }),
  ];
  await trx.insertInto("users").values(everybody.map((one) => one.row)).execute();
  await trx.insertInto("user_roles").values(everybody.map((one) => one.role)).execute();
  return { agents: agents.map((one) => one.row.id), teams };
}

async function seedQueues(trx: Transaction<Database>, locale: "ru" | "en", agents: string[]): Promise<void> {
  const text = companies[locale];
  await trx.insertInto("skills").values({ key: "technical", ...companies.titles.technical }).execute();
  await trx.insertInto("user_skills")
    .values(agents.map((user_id, n) => ({ user_id, skill: "technical", level: AGENTS[n].technical }))).execute();
  for (const key of DEMO_QUEUES) {
    const id = newId();
    const queue = createQueueSchema.parse({ name: text.queues[key], ...QUEUE_SETTINGS[key] });
    queue.announce.language = locale;
    await trx.insertInto("queues")
      .values({ id, name: queue.name, ...queueRow(queue), skills: JSON.stringify(queue.skills), demo: true }).execute();
    await trx.insertInto("numbers").values({
      id: newId(),
      did: DEMO_DIDS[key],
      label: text.numbers[key],
      queue_id: id,
      greeting: ["sound:hello-world"],
      language: locale,
    }).execute();
    const members = agents.flatMap((user_id, n) => {
      const penalty = AGENTS[n].queues[key];
      return penalty === undefined ? [] : [{ queue_id: id, user_id, position: n, penalty }];
    });
    await trx.insertInto("queue_members").values(members).execute();
    if (key === "sales") {
      await trx.insertInto("dispositions").values({
        code: "sold",
        queue_id: id,
        ...companies.titles.sold,
        outcome: "success",
        position: 0,
      }).execute();
    }
  }
}

async function seedContacts(trx: Transaction<Database>, options: DemoOptions): Promise<void> {
  const random = seeded((options.seed ?? 1) + 1);
  const text = companies[options.locale];
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  const numbers = new Set<string>();
  while (numbers.size < CONTACTS) numbers.add(fictionalNumber(random));
  const rows = [...numbers].map((e164) => {
    const { first, last, firstFemale, lastFemale } = text.people;
    const name = random() < 0.5 ? `${one(first)} ${one(last)}` : `${one(firstFemale)} ${one(lastFemale)}`;
    return { id: newId(), e164, name, company: one(text.companies), note: one(text.notes) };
  });
  await trx.insertInto("contacts")
    .values(rows.map(({ e164, ...row }) => ({ ...row, phones: JSON.stringify([{ value: e164 }]), demo: true })))
    .execute();
}
