/** The door of the demo company; used by `main` in demo mode. */
import { seeded } from "@/telephony/simulator/random.ts";
import type { Store } from "@/crm/records.ts";
import { demoNumbers } from "@/crm/demo/numbers.ts";
import { DEMO_DIDS, DEMO_QUEUES, fictionalNumber } from "@/crm/demo/plan.ts";

export { DEMO_PASSWORD, type DemoOptions, guardDemoPassword, seedDemo, seedDemoHistory } from "@/crm/demo/seed.ts";
export { seedDemoPast } from "@/crm/demo/seed_past.ts";
export { seedDemoRecords } from "@/crm/demo/seed_records.ts";

export interface DemoScene {
  /** Virtual agents (telephony/simulator/crew.ts): agent id, resource of the desk phone, queues. */
  crew: { agent: string; desk: string; queues: string[] }[];
  /** Lines that simulated callers dial, with their share of all calls. */
  lines: { did: string; queue: string; share: number }[];
  /** Log-ins to print, one of each role; the agent's phone is the browser. */
  logins: { login: string; name: string; role: string }[];
}

const SHARES = { sales: 0.4, support: 0.37, delivery: 0.23 };

/** What plays in the demo company as it is now: people may have edited it. null: no demo company here. */
export async function demoScene(store: Store): Promise<DemoScene | null> {
  const site = await store.db.selectFrom("site_settings").select("demo").executeTakeFirstOrThrow();
  if (!site.demo) return null;
  const users = await store.db.selectFrom("users").innerJoin("user_roles", "user_roles.user_id", "users.id")
    .where("demo", "=", true).where("disabled_at", "is", null)
    .select(["users.id", "login", "name", "role", "phone_kind", "desk_endpoint"]).orderBy("users.id").execute();
  const members = await store.db.selectFrom("queue_members").select(["user_id", "queue_id"]).execute();
  const numbers = await store.db.selectFrom("numbers").where("archived_at", "is", null).select(["did", "queue_id"])
    .execute();
  const queuesOf = (user: string) => members.filter((row) => row.user_id === user).map((row) => row.queue_id);
  const roles = ["agent", "supervisor", "analyst", "administrator"];
  return {
    crew: users.filter((user) => user.role === "agent" && user.phone_kind === "desk" && user.desk_endpoint)
      .map((user) => ({
        agent: user.id,
        desk: (user.desk_endpoint ?? "").replace(/^PJSIP\//, ""),
        queues: queuesOf(user.id),
      }))
      .filter((member) => member.queues.length > 0),
    lines: DEMO_QUEUES.flatMap((queue) => {
      const number = numbers.find((row) => row.did === DEMO_DIDS[queue]);
      return number ? [{ did: number.did, queue: number.queue_id, share: SHARES[queue] }] : [];
    }),
    logins: roles.flatMap((role) => {
      const user = users.find((one) => one.role === role && one.phone_kind === "browser");
      return user ? [{ login: user.login, name: user.name, role }] : [];
    }),
  };
}

/** Who the n-th simulated caller is: a contact of the demo company, or a stranger. */
export async function demoCallers(
  store: Store,
  options: { seed: number },
): Promise<(n: number) => { number: string; name: string }> {
  const known = await demoNumbers(store);
  return (n) => {
    const random = seeded(options.seed * 1_000_003 + n);
    const contact = random() < 0.6 ? known[Math.floor(random() * known.length)] : undefined;
    return { number: contact?.number ?? fictionalNumber(random), name: "" };
  };
}
