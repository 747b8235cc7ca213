import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import type { Access } from "@/store/access.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import { createRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { getCall, listCalls, writeCalls, writeDecisions } from "@/crm/calls/mod.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { AgentId, CallId } from "@/actors/call/types.ts";

const T0 = Date.UTC(2026, 2, 2, 9);

Deno.test("paging shows each call once while new ones come in, also within one microsecond", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await centre(store);
    await writeCalls(store, Array.from({ length: 100 }, (_, i) => callRecord(`c${i}`, { agent: agent.user })));
    // Real clocks have microseconds, which a Date in a cursor would drop.
    await store.pool.query(
      "update calls set started_at = started_at + (substr(id, 2)::int / 10) * interval '1 microsecond'",
    );
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 50; page++) {
      const got = await listCalls(store, agent, { limit: 7, after });
      seen.push(...got.rows.map((row) => row.id));
      await writeCalls(store, [
        callRecord(`new${page}`, { agent: agent.user, startedAt: T0 + 3_600_000 + page }),
        callRecord(`old${page}`, { agent: agent.user, startedAt: T0 - 3_600_000 - page }),
      ]);
      if (!got.next || got.rows.at(-1)?.id.startsWith("old")) break;
      after = got.next;
    }
    const kept = seen.filter((id) => id.startsWith("c"));
    assert.equal(kept.length, 100);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(!seen.some((id) => id.startsWith("new")));
  });
});

Deno.test("the card says why this agent, with the names of everybody who was looked at", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent, other], queues: [queue] } = await centre(store);
    await writeCalls(store, [callRecord("c", { queue, agent: agent.user })]);
    const decision: AcdDecision = {
      id: "d1",
      at: T0,
      call: "c" as CallId,
      queue,
      strategy: "longest-idle",
      waitedMs: 5_000,
      chosen: [agent.user as string as AgentId],
      candidates: [
        { agent: agent.user as string as AgentId, rank: 1, reasons: [{ key: "acd.idle", ms: 41_000 }] },
        {
          agent: other.user as string as AgentId,
          rank: null,
          reasons: [{ key: "acd.skill-missing", has: 20, needs: 50 }],
        },
      ],
      order: [{ key: "acd.waited", ms: 5_000 }],
    };
    await writeDecisions(store, [decision, decision]);
    await writeDecisions(store, [decision]);
    const card = await getCall(store, agent, { id: "c" });
    assert.deepEqual(card?.decisions, [decision]);
    assert.deepEqual(card?.names, { [agent.user]: "agent1", [other.user]: "agent2", [queue]: "Sales" });
  });
});

Deno.test("a customer out of a person's reach has no name in the history either, and a masked number stays masked", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent, other], queues: [queue] } = await centre(store);
    const values = { name: "Чужой клиент", phones: "+79161234567" };
    unwrap(await createRecord(store, other, { kind: "contact", values }));
    await writeCalls(store, [callRecord("c", { queue, agent: agent.user, number: "+79161234567" })]);
    const seen = async (access: Access) => {
      const [call] = (await listCalls(store, access, { limit: 5 })).rows;
      const card = await getCall(store, access, { id: "c" });
      return [call.contactName, call.number, card?.contact?.name ?? null];
    };
    assert.deepEqual(await seen(agent), ["Чужой клиент", "+79161234567", "Чужой клиент"]);
    const words = [...agent.permissions].filter((word) => !word.startsWith("contacts.") && word !== "phones.full");
    const narrow: Access = { ...agent, permissions: new Set([...words, "contacts.view.team"]) };
    assert.deepEqual(await seen(narrow), [null, "+7916•••••67", null]);
    await assert.rejects(() => listCalls(store, narrow, { limit: 5, number: "1234" }), { field: "number" });
    assert.equal((await listCalls(store, narrow, { limit: 5, number: "8 916 123-45-67" })).rows.length, 1);
  });
});
