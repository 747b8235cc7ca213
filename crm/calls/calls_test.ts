import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Access, SYSTEM, type UserId } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { callRecord, company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createContact, createContactSchema } from "@/crm/contacts/mod.ts";
import { createQueue, createQueueSchema, dispositionSchema, putDisposition, setMembers } from "@/crm/queues/mod.ts";
import {
  type CallRecord,
  callTotals,
  callTotalsSchema,
  getCall,
  listCalls,
  listCallsSchema,
  setDisposition,
  setNotes,
  sumsOf,
  writeCalls,
  writeDecisions,
} from "@/crm/calls/mod.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { AgentId, CallId, QueueId } from "@/actors/call/types.ts";
import type { Store } from "@/crm/records.ts";

const T0 = Date.UTC(2026, 2, 2, 9);
const all = listCallsSchema.parse({ limit: 200 });
const DAY = callTotalsSchema.parse({ from: new Date(T0 - 86_400_000), to: new Date(T0 + 7 * 86_400_000) });

/** A company with two queues, each served by the agent of one team. */
async function centre(store: Store) {
  const people = await company(store);
  const queues = await Promise.all(
    ["Sales", "Support"].map(async (name) =>
      unwrap(await createQueue(store, SYSTEM, createQueueSchema.parse({ name })))
    ),
  );
  for (const i of [0, 1]) {
    const members = [{ user: people.agents[i].user, order: 0, penalty: 0 }];
    unwrap(await setMembers(store, SYSTEM, { queue: queues[i], members }));
  }
  return { ...people, queues };
}

const ids = async (store: Store, access: Access, options = {}) =>
  (await listCalls(store, access, { ...all, ...options })).rows.map((row) => row.id);

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
          const access: Access = { ...who, permissions: new Set(permissions), teams: reach };
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
