import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createContact, createContactSchema } from "@/crm/contacts/mod.ts";
import { getCall, writeCalls } from "@/crm/calls/mod.ts";

Deno.test("batches may come twice, late, shuffled or with nonsense in them, and the history is the same", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], queues: [queue], teams } = await centre(store);
    const contact = unwrap(
      await createContact(store, SYSTEM, createContactSchema.parse({ name: "Ершов", phones: ["84950001122"] })),
    );
    const last = callRecord("c", { queue, agent: agent.user, revision: 9, disposition: "sold", notes: "n" });
    const early = {
      ...last,
      revision: 3,
      outcome: null,
      endedAt: null,
      agent: null,
      answeredAt: null,
      segments: last.segments.slice(0, 2),
    };
    const shape = async () => {
      const card = await getCall(store, SYSTEM, { id: "c" });
      return { call: card?.call, segments: card?.segments };
    };
    await writeCalls(store, [last]);
    const expected = await shape();
    assert.equal(expected.call?.contact, contact.id, "the contact is found by the number");
    assert.equal(expected.call?.team, teams[0], "and the team by the agent");
    assert.equal(expected.segments?.length, 7);
    await writeCalls(store, [early]);
    await writeCalls(store, [last, early, last]);
    assert.deepEqual(await shape(), expected);
    await Promise.all(Array.from({ length: 6 }, (_, i) => writeCalls(store, i % 2 ? [last, early] : [early, last])));
    assert.deepEqual(await shape(), expected);

    const refused = await writeCalls(store, [
      callRecord("bad agent", {}),
      callRecord("bad1", { agent: "agent-1" }),
      callRecord("bad2", { startedAt: NaN }),
      callRecord("bad3", { segments: [{ ...last.segments[0], queue: "sales" }] }),
      callRecord("bad4", { notes: "\0" }),
      callRecord("good", { number: "anonymous", callerName: "x".repeat(1_000), recordingSeconds: 3.7 }),
    ]);
    assert.deepEqual(refused.map((one) => one.field), ["id", "agent", "startedAt", "segments", "notes"]);
    const good = (await getCall(store, SYSTEM, { id: "good" }))?.call;
    assert.deepEqual([good?.number, good?.callerName.length, good?.recordingSeconds], ["anonymous", 200, 4]);
    // Told anew after a lost tail: segments that no longer exist go.
    await writeCalls(store, [{ ...last, revision: 10, segments: last.segments.slice(0, 3) }]);
    assert.equal((await shape()).segments?.length, 3);
  });
});
