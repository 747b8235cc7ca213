import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { notify } from "@/crm/notices/mod.ts";

Deno.test("people are told once, by the ways they chose, and nobody is told what was rolled back", async () => {
  await withDatabase(async (store) => {
    const { agents: [{ user: first }, { user: second }], admin: { user: muted } } = await company(store);
    await store.db.insertInto("notice_preferences").values([
      { user_id: second, kinds: JSON.stringify({ automation: ["email"] }) },
      { user_id: muted, kinds: JSON.stringify({ automation: [] }) },
    ]).execute();
    const notice = {
      users: [first, second, first, muted],
      kind: "automation" as const,
      data: { rule: "r", text: "Say it" },
      link: "/deals",
      key: "rule/1",
    };
    assert.equal(await store.tx((trx) => notify(trx, notice)), 2);
    assert.equal(await store.tx((trx) => notify(trx, notice)), 0, "the same key again");
    await store.tx(async (trx) => {
      await notify(trx, { ...notice, key: undefined });
      throw new Error("no");
    }).catch(() => {});
    await store.db.updateTable("users").set({ disabled_at: new Date() }).where("id", "=", second).execute();
    assert.equal(await store.tx((trx) => notify(trx, { ...notice, users: [second], key: "other" })), 0);
    const rows = await store.db.selectFrom("notices").select(["user_id", "app", "data"]).orderBy("app", "desc")
      .execute();
    assert.deepEqual(rows.map(({ user_id, app }) => [user_id, app]), [[first, true], [second, false]]);
    assert.deepEqual(rows[0].data, { rule: "r", text: "Say it" });
    const sent = await store.db.selectFrom("notice_deliveries").select(["user_id", "channel", "state"]).execute();
    assert.deepEqual(
      sent.map(({ user_id, channel, state }) => [user_id, channel, state]).sort(),
      [[first, "push", "scheduled"], [second, "email", "scheduled"]].sort(),
    );
  });
});
