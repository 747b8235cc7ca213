import assert from "node:assert/strict";
import { VirtualClock } from "@/actors/runtime/mod.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { markRead, notify, updateNoticePreferences } from "@/crm/notices/mod.ts";
import { unwrap } from "@/crm/result.ts";
import type { Attempt } from "@/crm/reminders/attempt.ts";
import { Outbox, type Outgoing } from "@/crm/reminders/outbox.ts";

const HOUR = 3_600_000;

interface World {
  clock: VirtualClock;
  /** How the next tries go. */
  answers: Attempt[];
  sent: Outgoing[];
  outbox: Outbox;
  tell(): Promise<void>;
  state(): Promise<{ state: string; reason: string | null; attempts: number; next: number }>;
  prefer(input: Parameters<typeof updateNoticePreferences>[2]): Promise<unknown>;
  read(): Promise<void>;
}

async function withOutbox(use: (world: World) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const clock = new VirtualClock(Date.now() + 1_000);
    const answers: Attempt[] = [];
    const sent: Outgoing[] = [];
    const outbox = new Outbox(store, {
      channel: "email",
      abreast: 3,
      clock,
      random: () => 0.5,
      failed: (error) => assert.fail(String(error)),
      send: (outgoing) => {
        sent.push(outgoing);
        return Promise.resolve(answers.shift() ?? { failure: null });
      },
    });
    const data = { rule: "r", text: "x" };
    const notice = { users: [agent.user], kind: "automation", data, link: "", channels: ["app", "email"] } as const;
    await use({
      clock,
      answers,
      sent,
      outbox,
      tell: async () => void await store.tx((trx) => notify(trx, notice)),
      async state() {
        const row = await store.db.selectFrom("notice_deliveries").selectAll().orderBy("created_at", "desc").limit(1)
          .executeTakeFirstOrThrow();
        return {
          state: row.state,
          reason: row.reason,
          attempts: row.attempts,
          next: row.next_at.getTime() - clock.now(),
        };
      },
      prefer: (input) => updateNoticePreferences(store, agent, input),
      read: async () => void unwrap(await markRead(store, agent, { read: true })),
    });
    await outbox.stop();
  });
}

const move = (clock: VirtualClock, ms: number) => clock.advance(ms);

Deno.test("a letter that cannot go is tried again with growing pauses, then says why it failed", async () => {
  await withOutbox(async ({ clock, answers, sent, outbox, tell, state }) => {
    await tell();
    answers.push(...Array.from({ length: 7 }, () => ({ failure: "mail-timeout", retry: true })));
    const pauses = [];
    for (let n = 0; n < 7; n++) {
      await outbox.once();
      const now = await state();
      assert.equal(now.attempts, n + 1);
      if (now.state === "failed") break;
      pauses.push(now.next / 1_000);
      await outbox.once();
      assert.equal(sent.length, n + 1, "not before its time");
      await move(clock, now.next);
    }
    assert.deepEqual(pauses, [10, 30, 90, 270, 810, 2_430]);
    const { state: end, reason } = await state();
    assert.deepEqual([end, reason], ["failed", "mail-timeout"]);
    await move(clock, 24 * HOUR);
    await outbox.once();
    assert.equal(sent.length, 7);
  });
});

Deno.test("a wrong password is not tried again, so that the mail server does not lock the account", async () => {
  await withOutbox(async ({ answers, outbox, tell, state }) => {
    await tell();
    answers.push({ failure: "mail-login", retry: false });
    await outbox.once();
    const { state: end, attempts } = await state();
    assert.deepEqual([end, attempts], ["failed", 1]);
  });
});

Deno.test("in quiet hours letters wait for the morning, and are not sent when the notice was read by then", async () => {
  await withOutbox(async ({ clock, sent, outbox, tell, state, prefer, read }) => {
    const hhmm = (ms: number) =>
      new Date(clock.now() + ms).toLocaleTimeString("sv-SE", {
        timeZone: "Europe/Moscow",
        hour: "2-digit",
        minute: "2-digit",
      });
    await prefer({ kinds: {}, quiet: { from: hhmm(-HOUR), to: hhmm(2 * HOUR), reminders: true } });
    for (const seen of [false, true]) {
      await tell();
      await outbox.once();
      const held = await state();
      assert.deepEqual([held.state, held.reason, held.attempts], ["scheduled", "quiet", 0]);
      assert.ok(held.next > HOUR && held.next <= 2 * HOUR + 60_000, `${held.next}`);
      if (seen) await read();
      const before = sent.length;
      await move(clock, held.next);
      await prefer({ kinds: {}, quiet: null });
      await outbox.once();
      assert.equal(sent.length - before, seen ? 0 : 1);
      assert.equal((await state()).reason, seen ? "read" : null);
      await prefer({ kinds: {}, quiet: { from: hhmm(-HOUR), to: hhmm(2 * HOUR), reminders: true } });
    }
  });
});

Deno.test("a claim that a dead process left lapses after a minute; while it lasts nobody else sends", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const clock = new VirtualClock(Date.now() + 1_000);
    const sent: string[] = [];
    const make = (send: () => Promise<Attempt>) =>
      new Outbox(store, { channel: "push", abreast: 2, clock, failed: () => {}, send });
    const data = { rule: "r", text: "x" };
    await store.tx((trx) => notify(trx, { users: [agent.user], kind: "automation", data, link: "" }));
    // One that never ends, as of a killed process.
    let begun = () => {};
    const began = new Promise<void>((resolve) => begun = resolve);
    void make(() => {
      begun();
      return new Promise(() => {});
    }).once();
    await began;
    const other = make(() => {
      sent.push("other");
      return Promise.resolve({ failure: null });
    });
    await other.once();
    assert.deepEqual(sent, []);
    await move(clock, 61_000);
    await other.once();
    assert.deepEqual(sent, ["other"]);
  });
});
