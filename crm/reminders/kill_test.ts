import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { subscribed, withPushService } from "@/crm/push/testing.ts";

const program = fileURLToPath(new URL("./testing_process.ts", import.meta.url));
const COUNT = 200;

Deno.test("a process killed among its reminders loses none and tells none twice", async () => {
  await withPushService((service) =>
    withDatabase(async (store, config) => {
      const { agents: [agent] } = await company(store);
      const { read } = await subscribed(store, agent, `${service.url}/browser`);
      await sql`insert into tasks (id, name, due_at, owner_id, reminders)
        select gen_random_uuid(), 'T' || n, now(), ${agent.user}::uuid,
          '[{"minutes": 0, "channels": ["app", "push", "email"]}]' from generate_series(1, ${COUNT}::int) n`
        .execute(store.db);
      const start = () =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", program, JSON.stringify(config)],
          stdout: "inherit",
          stderr: "inherit",
        }).spawn();
      const after = (pushes: number, child: Deno.ChildProcess) =>
        service.onPush = () => service.got.length >= pushes && child.kill("SIGKILL");
      const first = start();
      // In the middle of pushes; the telling itself has begun too.
      after(60, first);
      assert.equal((await first.status).signal, "SIGKILL");
      const claimed = await store.db.selectFrom("notice_deliveries").select("id").where("state", "=", "scheduled")
        .where("claimed_until", "is not", null).execute();
      // As if the minute had passed that a dead process holds them.
      await sql`update notice_deliveries set claimed_until = now() where claimed_until is not null`.execute(store.db);
      const second = start();
      await new Promise<void>((done) => {
        const look = async () => {
          const { n } = await store.db.selectFrom("notice_deliveries").select((eb) => eb.fn.countAll<string>().as("n"))
            .where("state", "<>", "delivered").executeTakeFirstOrThrow();
          if (Number(n) === 0) done();
        };
        service.onPush = () => void look().catch(() => {});
        const again = setInterval(() => void look().catch(() => {}), 100);
        void second.status.finally(() => clearInterval(again));
        Deno.unrefTimer(again);
      });
      service.onPush = () => {};
      second.kill("SIGKILL");
      await second.status;
      const { rows: [told] } = await sql<{ notices: string; tasks: string }>`
        select count(*) as notices, count(distinct task_id) as tasks from notices where app`.execute(store.db);
      assert.deepEqual([Number(told.notices), Number(told.tasks)], [COUNT, COUNT]);
      const ids = await Promise.all(service.got.map(async ({ body }) => (await read(body)).id));
      assert.equal(new Set(ids).size, COUNT, "each was pushed");
      assert.ok(ids.length - COUNT <= claimed.length, "only what was under way is pushed again, under the same tag");
    })
  );
});
