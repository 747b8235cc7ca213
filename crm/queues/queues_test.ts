import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { updateUser } from "@/crm/people/mod.ts";
import {
  archiveNumber,
  archiveQueue,
  createNumber,
  createNumberSchema,
  createQueue,
  createQueueSchema,
  listNumbers,
  loadDirectory,
  putSkill,
  routeOf,
  setMembers,
  setUserSkills,
  updateNumber,
  updateQueue,
  updateQueueSchema,
} from "@/crm/queues/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const queue = (name: string) => createQueueSchema.parse({ name });

Deno.test("what administrators set is what the actors get, field by field, or queues behave otherwise than shown", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent], analyst, teams } = await company(store);
    unwrap(await putSkill(store, admin, { key: "english", titleRu: "Английский", titleEn: "English" }));
    const overflow = unwrap(await createQueue(store, admin, queue("Запасная")));
    const input = createQueueSchema.parse({
      name: "Продажи",
      strategy: "linear",
      weight: 7,
      ringTimeoutMs: 11_000,
      wrapUpMs: 12_000,
      dispositionRequired: true,
      maxWaitMs: 300_000,
      maxWaiting: 40,
      joinEmpty: "logged-in",
      leaveEmpty: "ready",
      overflow,
      serviceLevelMs: 15_000,
      announce: {
        positionEveryMs: 30_000,
        expectedWait: true,
        periodic: ["sound:queue-thankyou"],
        periodicEveryMs: 45_000,
        minGapMs: 16_000,
        language: "en",
      },
      music: "jazz",
      skills: [{ skill: "english", minLevel: 50, relax: [{ afterMs: 30_000, minLevel: 0 }] }],
      missed: { autoPause: true, delayMs: 9_000 },
      record: false,
    });
    const id = unwrap(await createQueue(store, admin, input));
    unwrap(await setMembers(store, admin, { queue: id, members: [{ user: agent.user, order: 3, penalty: 2 }] }));
    unwrap(await setUserSkills(store, admin, { user: agent.user, skills: { english: 80 } }));
    const number = createNumberSchema.parse({
      did: "+74951234567",
      queue: id,
      greeting: ["sound:hello-world"],
      priority: 5,
    });
    unwrap(await createNumber(store, admin, number));

    const directory = await loadDirectory(store);
    assert.deepEqual(directory.queues.find((found) => found.id === id), { id, ...input });
    assert.deepEqual(Object.keys(directory.queues[0]).sort(), Object.keys({ id, ...input }).sort());
    const config = directory.agents.find((found) => String(found.id) === agent.user);
    assert.deepEqual(config?.queues, [{ queue: id, order: 3, penalty: 2 }]);
    assert.deepEqual(config?.skills, { english: 80 });
    assert.equal(config?.teamName, "First");
    const profile = directory.profiles.find((found) => String(found.id) === agent.user);
    assert.match(profile?.sipLogin ?? "", /^a[0-9a-f]{32}$/);
    assert.equal(profile?.team, teams[0]);
    assert.deepEqual(
      new Set(directory.agents.map((found) => found.name)),
      new Set(["admin", "agent1", "agent2", "boss1", "boss2"]),
      "everybody with a console, nobody else",
    );
    assert.ok(!directory.agents.some((found) => String(found.id) === analyst.user));
    const route = { queue: id, greeting: ["sound:hello-world"], language: "ru", priority: 5, record: true };
    for (const did of ["+74951234567", "74951234567"]) assert.deepEqual(routeOf(directory, did), route);
    assert.equal(routeOf(directory, "+74950000000"), null);

    const fields = updateQueueSchema.parse({ id, version: 1, wrapUpMs: 0, overflow: null, skills: [] });
    const changed = unwrap(await updateQueue(store, admin, fields));
    assert.deepEqual([changed.wrapUpMs, changed.overflow, changed.skills, changed.version], [0, null, [], 2]);
    assert.equal(changed.strategy, "linear", "what was not sent stays");
    const audit = await store.db.selectFrom("audit").select(["before", "after"]).where("action", "=", "queue.updated")
      .executeTakeFirstOrThrow();
    assert.deepEqual(audit.after, { wrapUpMs: 0, overflow: null, skills: [] });
    assert.equal(code(await updateQueue(store, admin, fields)), "setup.error.stale");

    unwrap(await updateUser(store, admin, { id: agent.user, disabled: true }));
    assert.ok(!(await loadDirectory(store)).agents.some((found) => String(found.id) === agent.user));
  });
});

Deno.test("the running actors hear of every change, or a queue keeps ringing by its old rules", async () => {
  await withDatabase(async (store) => {
    const heard: string[] = [];
    const waiting: { count: number; done: () => void }[] = [];
    const unlisten = await store.listen("setup", {
      message: (payload) => {
        heard.push(JSON.parse(payload).type);
        for (const one of waiting) if (heard.length >= one.count) one.done();
      },
    });
    const id = unwrap(await createQueue(store, SYSTEM, queue("Sales")));
    unwrap(await updateQueue(store, SYSTEM, { id, weight: 3 }));
    unwrap(await updateQueue(store, SYSTEM, { id, weight: 3 }));
    unwrap(await archiveQueue(store, SYSTEM, { id }));
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ count: 3, done: resolve });
    if (heard.length < 3) await promise;
    assert.deepEqual(heard, ["queue.created", "queue.updated", "queue.archived"], "and not when nothing changed");
    await unlisten();
  });
});

Deno.test("callers never circle between queues or fall into one out of use", async () => {
  await withDatabase(async (store) => {
    const [a, b, c] = await Promise.all(
      ["A", "B", "C"].map(async (name) => unwrap(await createQueue(store, SYSTEM, queue(name)))),
    );
    unwrap(await updateQueue(store, SYSTEM, { id: a, overflow: b }));
    unwrap(await updateQueue(store, SYSTEM, { id: b, overflow: c }));
    assert.equal(code(await updateQueue(store, SYSTEM, { id: c, overflow: a })), "setup.error.overflow-circle");
    assert.equal(code(await updateQueue(store, SYSTEM, { id: a, overflow: a })), "setup.error.overflow-circle");
    assert.equal(code(await archiveQueue(store, SYSTEM, { id: b })), "setup.error.queue-is-overflow");
    unwrap(await createNumber(store, SYSTEM, createNumberSchema.parse({ did: "100", queue: a })));
    assert.equal(code(await archiveQueue(store, SYSTEM, { id: a })), "setup.error.queue-has-number");
    const [number] = await listNumbers(store, SYSTEM);
    unwrap(await archiveNumber(store, SYSTEM, { id: number.id }));
    unwrap(await archiveQueue(store, SYSTEM, { id: a }));
    assert.equal(code(await updateQueue(store, SYSTEM, { id: c, overflow: a })), "setup.error.no-queue");
    assert.equal(
      code(await createNumber(store, SYSTEM, createNumberSchema.parse({ did: "101", queue: a }))),
      "setup.error.no-queue",
    );
    assert.equal(code(await updateQueue(store, SYSTEM, { id: a, weight: 1 })), "setup.error.no-queue");
    unwrap(await createQueue(store, SYSTEM, queue("a")));
    assert.equal(code(await createQueue(store, SYSTEM, queue("b"))), "setup.error.queue-taken");
    unwrap(await createNumber(store, SYSTEM, createNumberSchema.parse({ did: "100", queue: b })));
    assert.equal(
      code(await createNumber(store, SYSTEM, createNumberSchema.parse({ did: "100", queue: c }))),
      "setup.error.number-taken",
    );
    const [again] = await listNumbers(store, SYSTEM);
    assert.equal(unwrap(await updateNumber(store, SYSTEM, { id: again.id, version: 1, label: "Main" })).label, "Main");
    // Two edits at once could close a circle that neither sees.
    for (let round = 0; round < 5; round++) {
      const [x, y] = await Promise.all(
        [`X${round}`, `Y${round}`].map(async (name) => unwrap(await createQueue(store, SYSTEM, queue(name)))),
      );
      const both = await Promise.all([
        updateQueue(store, SYSTEM, { id: x, overflow: y }),
        updateQueue(store, SYSTEM, { id: y, overflow: x }),
      ]);
      assert.equal(both.filter((answer) => answer.ok).length, 1);
    }
  });
});
