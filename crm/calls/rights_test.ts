import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Access, SYSTEM, type UserId } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import {
  type CallRecord,
  callTotals,
  callTotalsSchema,
  getCall,
  listCalls,
  listCallsSchema,
  setDisposition,
  setNotes,
  writeCalls,
} from "@/crm/calls/mod.ts";
import type { QueueId } from "@/actors/call/types.ts";
import type { Store } from "@/crm/records.ts";

const T0 = Date.UTC(2026, 2, 2, 9);
const all = listCallsSchema.parse({ limit: 200 });
const DAY = callTotalsSchema.parse({ from: new Date(T0 - 86_400_000), to: new Date(T0 + 7 * 86_400_000) });

const ids = async (store: Store, access: Access) => (await listCalls(store, access, all)).rows.map((row) => row.id);

Deno.test("each role sees own, team's or all calls in lists, cards, totals and verbs alike", async () => {
  await withDatabase(async (store) => {
    const { agents: [a1, a2], supervisors: [b1], analyst, admin, queues: [q1, q2] } = await centre(store);
    const transfer = callRecord("transferred", { queue: q2, agent: a2.user, startedAt: T0 + 4 });
    transfer.segments[3].agent = a1.user; // talked first, then handed over
    assert.deepEqual(
      await writeCalls(store, [
        callRecord("one", { queue: q1, agent: a1.user, startedAt: T0 }),
        callRecord("two", { queue: q2, agent: a2.user, startedAt: T0 + 1 }),
        callRecord("lost1", { queue: q1, startedAt: T0 + 2 }),
        callRecord("lost2", { queue: q2, startedAt: T0 + 3 }),
        transfer,
      ]),
      [],
    );
    const matrix: [Access, string[]][] = [
      [a1, ["transferred", "one"]],
      [a2, ["transferred", "two"]],
      [b1, ["lost1", "one"]],
      [analyst, ["transferred", "lost2", "lost1", "two", "one"]],
      [admin, ["transferred", "lost2", "lost1", "two", "one"]],
      [SYSTEM, ["transferred", "lost2", "lost1", "two", "one"]],
      [{ ...b1, teams: [] }, []],
      [{ ...b1, teams: [...b1.teams, ...a2.teams] }, ["transferred", "lost2", "lost1", "two", "one"]],
    ];
    for (const [access, expected] of matrix) {
      assert.deepEqual(await ids(store, access), expected);
      assert.equal((await callTotals(store, access, DAY)).calls, expected.length);
      for (const id of ["one", "two", "lost1", "lost2", "transferred"]) {
        assert.equal((await getCall(store, access, { id }))?.call.id ?? null, expected.includes(id) ? id : null);
        const noted = await setNotes(store, access, { id, notes: `by ${access.user}` });
        assert.equal(noted.ok, expected.includes(id));
        assert.equal((await setDisposition(store, access, { id, disposition: null })).ok, expected.includes(id));
      }
    }
    const nobody = { ...a1, permissions: new Set<never>() };
    for (
      const query of [
        () => listCalls(store, nobody, all),
        () => getCall(store, nobody, { id: "one" }),
        () => callTotals(store, nobody, DAY),
        () => setNotes(store, nobody, { id: "one", notes: "" }),
      ]
    ) await assert.rejects(query, { name: "ForbiddenError" });
  });
});

Deno.test("no filter, team or permission ever shows a row outside the access, or personal data leaks", async () => {
  await withDatabase(async (store) => {
    const { agents, supervisors, analyst, queues, teams } = await centre(store);
    const talkers: (UserId | null)[] = [
      ...agents.map((agent) => agent.user),
      ...supervisors.map((boss) => boss.user),
      null,
    ];
    const records = Array.from({ length: 240 }, (_, i) =>
      callRecord(`c${i}`, {
        agent: talkers[i % talkers.length],
        queue: [...queues, null][i % 3],
        startedAt: T0 + (i % 50) * 1_000,
        number: `+7495${String(i % 7).repeat(7)}`,
      }));
    await writeCalls(store, records);
    const teamOf = new Map<string, string>(
      [agents, supervisors].flatMap((group) => group.map((who, i) => [who.user, teams[i]])),
    );
    const mayView = fc.subarray(["calls.view.own", "calls.view.team", "calls.view.all"] as const, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...agents, ...supervisors, analyst),
        mayView,
        fc.subarray(teams),
        fc.record({
          queue: fc.constantFrom(...queues, undefined),
          agent: fc.constantFrom(...agents.map((agent) => agent.user), undefined),
          outcome: fc.constantFrom("answered" as const, "abandoned" as const, undefined),
          number: fc.constantFrom("495", "8495111", undefined),
        }),
        async (who, permissions, reach, filter) => {
          const access: Access = { ...who, permissions: new Set([...permissions, "phones.full"]), teams: reach };
          const served = new Set(queues.filter((_, i) => reach.includes(teams[i])));
          const visible = (record: CallRecord) => {
            if (permissions.includes("calls.view.all")) return true;
            if (record.agent === who.user) return true;
            if (!permissions.includes("calls.view.team")) return false;
            return record.agent ? reach.includes(teamOf.get(record.agent) ?? "") : served.has(record.queue as QueueId);
          };
          const matches = (record: CallRecord) =>
            (!filter.queue || record.queue === filter.queue) && (!filter.agent || record.agent === filter.agent) &&
            (!filter.outcome || record.outcome === filter.outcome) &&
            (!filter.number || record.number.includes(filter.number.replace(/^8/, "7")));
          const expected = records.filter((record) => visible(record) && matches(record));
          const seen: string[] = [];
          let after: string | undefined;
          do {
            const page = await listCalls(store, access, { ...filter, limit: 37, after });
            seen.push(...page.rows.map((row) => row.id));
            after = page.next ?? undefined;
          } while (after);
          assert.deepEqual(seen.toSorted(), expected.map((record) => record.id).toSorted());
          assert.equal((await callTotals(store, access, { ...DAY, ...filter })).calls, expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
