import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import {
  callTotals,
  callTotalsSchema,
  getCall,
  listCalls,
  listCallsSchema,
  sumsOf,
  writeCalls,
} from "@/crm/calls/mod.ts";

const T0 = Date.UTC(2026, 2, 2, 9);
const all = listCallsSchema.parse({ limit: 200 });
const DAY = callTotalsSchema.parse({ from: new Date(T0 - 86_400_000), to: new Date(T0 + 7 * 86_400_000) });

Deno.test("totals agree with the segments they are made of, or wallboard and history contradict each other", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], queues: [queue] } = await centre(store);
    const span = fc.record({
      kind: fc.constantFrom("ivr", "queue", "ring", "agent", "hold", "wrap-up"),
      from: fc.integer({ min: 0, max: 100_000 }),
      length: fc.option(fc.integer({ min: 0, max: 50_000 })),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(span, { maxLength: 8 }), { minLength: 1, maxLength: 6 }), async (calls) => {
        round++;
        const startedAt = T0 + round * 1_000_000;
        await writeCalls(
          store,
          calls.map((spans, i) =>
            callRecord(`r${round}.${i}`, {
              startedAt,
              queue,
              agent: agent.user,
              segments: spans.toSorted((a, b) => a.from - b.from).map(({ kind, from, length }, n) => ({
                n: n + 1,
                kind,
                queue,
                agent: agent.user,
                from: startedAt + from,
                to: length === null ? null : startedAt + from + length,
                outcome: null,
              })),
            })
          ),
        );
        const period = { from: new Date(startedAt), to: new Date(startedAt + 1) };
        const totals = await callTotals(store, SYSTEM, period);
        const folded = { waitMs: 0, talkMs: 0, holdMs: 0, wrapMs: 0 };
        for (const { id } of (await listCalls(store, SYSTEM, { ...all, ...period })).rows) {
          const sums = sumsOf((await getCall(store, SYSTEM, { id }))?.segments ?? []);
          for (const key of ["waitMs", "talkMs", "holdMs", "wrapMs"] as const) folded[key] += sums[key];
        }
        const { waitMs, talkMs, holdMs, wrapMs } = totals;
        assert.deepEqual({ waitMs, talkMs, holdMs, wrapMs }, folded);
        assert.equal(totals.calls, calls.length);
      }),
      { numRuns: 40 },
    );
  });
});

Deno.test("totals count outcomes and both service levels as the field defines them", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], queues: [queue] } = await centre(store);
    await writeCalls(store, [
      callRecord("quick", { queue, agent: agent.user }),
      callRecord("lost", { queue }), // gave up after 58 s; threshold 20 s
      callRecord("refused", { queue, outcome: "refused", segments: [] }),
      callRecord("live", { queue, outcome: null, endedAt: null, segments: [] }),
    ]);
    assert.deepEqual(await callTotals(store, SYSTEM, DAY), {
      calls: 4,
      live: 1,
      answered: 1,
      abandoned: 1,
      other: 1,
      answeredInTime: 1,
      abandonedInTime: 0,
      waitMs: 68_000,
      answeredWaitMs: 10_000,
      talkMs: 43_000,
      holdMs: 5_000,
      wrapMs: 10_000,
    });
    assert.equal(callTotalsSchema.safeParse({ from: new Date(0), to: new Date(T0) }).success, false, "bounded");
  });
});
