import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { dispositionSchema, putDisposition } from "@/crm/queues/mod.ts";
import { getCall, setDisposition, setNotes, writeCalls } from "@/crm/calls/mod.ts";

Deno.test("what people write after the call is kept against the journal, and stands in the audit", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], queues: [q1, q2] } = await centre(store);
    const put = (code: string, queue: string | null) =>
      putDisposition(store, SYSTEM, dispositionSchema.parse({ code, queue, titleRu: code, titleEn: code }));
    unwrap(await put("sold", q1));
    unwrap(await put("broken", q2));
    const record = callRecord("c", { queue: q1, agent: agent.user, notes: "live" });
    await writeCalls(store, [record]);
    unwrap(await setNotes(store, agent, { id: "c", notes: "after" }));
    unwrap(await setNotes(store, agent, { id: "c", notes: "after" }));
    await writeCalls(store, [{ ...record, revision: 2, notes: "live again", disposition: "live" }]);
    const call = async () => (await getCall(store, agent, { id: "c" }))?.call;
    assert.deepEqual([(await call())?.notes, (await call())?.disposition], ["after", "live"]);
    const refusal = { ok: false, code: "calls.error.no-disposition" };
    assert.deepEqual(await setDisposition(store, agent, { id: "c", disposition: "broken" }), refusal);
    assert.deepEqual(await setDisposition(store, agent, { id: "c", disposition: "unknown" }), refusal);
    unwrap(await setDisposition(store, agent, { id: "c", disposition: "sold" }));
    await writeCalls(store, [{ ...record, revision: 3, disposition: "live" }]);
    assert.equal((await call())?.disposition, "sold");
    const audit = await store.db.selectFrom("audit").select(["action", "actor", "before", "after"])
      .where("entity_kind", "=", "call").orderBy("at").execute();
    assert.deepEqual(audit, [
      { action: "call.notes-set", actor: agent.user, before: { notes: "live" }, after: { notes: "after" } },
      {
        action: "call.disposition-set",
        actor: agent.user,
        before: { disposition: "live" },
        after: { disposition: "sold" },
      },
    ]);
  });
});
