import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { createTeam } from "@/crm/people/teams.ts";
import { Refusal } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";

Deno.test("a verb writes record, event and audit together or not at all, or history lies", async () => {
  await withDatabase(async (store) => {
    const made = await createTeam(store, { ...SYSTEM, ip: "192.0.2.7" }, { name: "Sales" });
    assert.ok(made.ok);
    const events = await store.db.selectFrom("events").selectAll().execute();
    const audit = await store.db.selectFrom("audit").selectAll().execute();
    assert.equal(events.length, 1);
    assert.equal(events[0].type, "team.created");
    assert.equal(events[0].actor, "system");
    assert.deepEqual(events[0].data, { name: "Sales" });
    assert.equal(audit.length, 1);
    assert.equal(audit[0].event_id, events[0].id);
    assert.equal(audit[0].ip, "192.0.2.7");
    assert.equal(audit[0].before, null);
    assert.deepEqual(audit[0].after, { name: "Sales" });

    const refused = await verb(store, SYSTEM, {
      work: async (trx) => {
        await trx.insertInto("teams").values({ id: crypto.randomUUID(), name: "Gone" }).execute();
        throw new Refusal("people.error.no-team");
      },
    });
    assert.deepEqual(refused, { ok: false, code: "people.error.no-team" });
    assert.deepEqual((await store.db.selectFrom("teams").select("name").execute()).map((row) => row.name), ["Sales"]);
    assert.equal((await store.db.selectFrom("audit").select("id").execute()).length, 1);

    assert.deepEqual(await createTeam(store, SYSTEM, { name: "SALES" }), {
      ok: false,
      code: "people.error.team-taken",
    });
  });
});

Deno.test("the audit shows what changed and nothing else, or nobody can read it", () => {
  assert.equal(difference({ a: 1, b: [1] }, { a: 1, b: [1] }), null);
  assert.deepEqual(difference({ a: 1, b: 2 }, { a: 1, b: 3, c: 4 }), {
    before: { b: 2, c: null },
    after: { b: 3, c: 4 },
  });
});
