import assert from "node:assert/strict";
import { callRecord, company } from "@/crm/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { giveConsent, listConsents } from "@/crm/consents/mod.ts";
import { createRecord, deleteRecords, getRecord, restoreRecords, updateRecord, type Values } from "@/crm/record/mod.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { revertChange } from "@/crm/revert/mod.ts";
import { planRevert } from "@/crm/revert/plan.ts";
import { type Access, SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { withDatabase } from "@/store/testing.ts";
import { addNote, type ChangeEntry, changeNote, readTimeline, type TimelineEntry } from "@/crm/timeline/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;

async function read(store: Store, access: Access, id: string, limit = 50): Promise<TimelineEntry[]> {
  const page = await readTimeline(store, access, { kind: "lead", id, limit, show: "all" });
  return page?.rows ?? [];
}

const said = (entry: TimelineEntry) => entry.source === "change" ? entry.what : entry.source;
const without = (access: Access, word: string): Access => ({
  ...access,
  permissions: new Set([...access.permissions].filter((one) => one !== word)),
});

async function lead(store: Store, values: Values = {}) {
  return unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Анна", ...values } }));
}

Deno.test("a timeline tells everything in its order, page by page, each thing once", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent], teams } = await company(store);
    const { id } = await lead(store, { phones: [{ value: "+79161112233" }], team: teams[0] });
    unwrap(await updateRecord(store, admin, { kind: "lead", id, values: { city: "Омск", owner: agent.user } }));
    unwrap(await addNote(store, admin, { kind: "lead", id, body: "первая" }));
    unwrap(
      await giveConsent(store, admin, { kind: "lead", id, channel: "sms", granted: true, manner: "call", proof: "да" }),
    );
    await writeCalls(store, [
      callRecord("c1", { number: "+79161112233", agent: agent.user, startedAt: Date.now() + 1_000 }),
      callRecord("c2", { number: "+79169999999", agent: agent.user }),
    ]);
    unwrap(await deleteRecords(store, admin, { kind: "lead", select: { ids: [id] } }));
    unwrap(await restoreRecords(store, admin, { kind: "lead", select: { ids: [id] } }));
    const all = await read(store, admin, id);
    assert.deepEqual(all.map(said), ["call", "restored", "deleted", "consent", "note", "updated", "created"]);
    const paged: TimelineEntry[] = [];
    let after: string | undefined;
    do {
      const page = await readTimeline(store, admin, { kind: "lead", id, limit: 2, after, show: "all" });
      paged.push(...page!.rows);
      after = page!.next ?? undefined;
    } while (after);
    assert.deepEqual(paged, all);
    const page = await readTimeline(store, admin, { kind: "lead", id, limit: 50, show: "all" });
    assert.equal(page!.names[agent.user], "agent1", "people have names and not ids");
    const calls = await readTimeline(store, admin, { kind: "lead", id, limit: 50, show: "calls" });
    assert.deepEqual(calls!.rows.map((entry) => entry.id), ["c1"]);
  });
});

Deno.test("a timeline shows nothing that the card hides: fields, numbers, calls and records of others", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent, stranger], teams } = await company(store);
    const { id } = await lead(store, { phones: [{ value: "+79161112233" }], owner: agent.user, team: teams[0] });
    unwrap(await updateRecord(store, admin, { kind: "lead", id, values: { budget: "5000" } }));
    unwrap(await updateRecord(store, admin, { kind: "lead", id, values: { phones: ["+79164445566"] } }));
    await writeCalls(store, [callRecord("c1", { number: "+79164445566", agent: stranger.user })]);
    assert.deepEqual((await read(store, admin, id)).map(said).sort(), ["call", "created", "updated", "updated"]);
    const blind = { ...agent, fields: new Map([["lead.budget", "hidden" as const]]) };
    const seen = await read(store, without(blind, "phones.full"), id);
    assert.deepEqual(seen.map(said), ["updated", "created"], "neither the budget nor a colleague's call");
    const text = JSON.stringify(seen);
    assert.doesNotMatch(text, /5000|79161112233|79164445566/);
    assert.match(text, /•/);
    assert.deepEqual(await read(store, stranger, id), []);
    assert.equal(await readTimeline(store, stranger, { kind: "lead", id, limit: 5, show: "all" }), null);
    await assert.rejects(() => read(store, { ...agent, permissions: new Set() }, id), { permission: "leads.view.own" });
  });
});

Deno.test("a note is changed and deleted by its author alone, and a deletion can be taken back", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent, stranger], analyst, teams } = await company(store);
    const { id } = await lead(store, { owner: agent.user, team: teams[0] });
    const note = unwrap(await addNote(store, agent, { kind: "lead", id, body: "позвонить в среду" }));
    unwrap(await changeNote(store, agent, { id: note.id, body: "позвонить в четверг" }));
    const [entry] = await read(store, agent, id);
    assert.ok(entry.source === "note" && entry.mine && entry.body.endsWith("четверг") && entry.editedAt !== null);
    assert.equal(code(await changeNote(store, admin, { id: note.id, body: "x" })), "timeline.error.not-your-note");
    assert.equal(code(await changeNote(store, stranger, { id: note.id, archived: true })), "records.error.no-record");
    assert.equal(code(await addNote(store, stranger, { kind: "lead", id, body: "x" })), "records.error.no-record");
    assert.equal(code(await addNote(store, analyst, { kind: "lead", id, body: "x" })), "records.error.not-yours");
    unwrap(await changeNote(store, agent, { id: note.id, archived: true }));
    assert.deepEqual((await read(store, agent, id)).map(said), ["created"]);
    unwrap(await changeNote(store, agent, { id: note.id, archived: false }));
    assert.deepEqual((await read(store, agent, id)).map(said), ["note", "created"]);
    const types = await store.db.selectFrom("events").select("type").where("type", "like", "note.%").orderBy("position")
      .execute();
    assert.deepEqual(types.map(({ type }) => type), ["note.added", "note.edited", "note.deleted", "note.restored"]);
  });
});

Deno.test("the newest word of a channel counts, and whoever takes calls back is not called", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent, stranger], analyst, teams } = await company(store);
    const { id } = await lead(store, { owner: agent.user, team: teams[0] });
    const say = (access: Access, granted: boolean, at: Date) =>
      giveConsent(store, access, { kind: "lead", id, channel: "call", granted, at, manner: "paper", proof: "стр. 2" });
    const [yesterday, today] = [new Date(Date.now() - 86_400_000), new Date()];
    unwrap(await say(agent, false, today));
    unwrap(await say(agent, true, yesterday));
    const state = await listConsents(store, agent, { kind: "lead", id });
    assert.equal(state!.current.call!.granted, false, "what was said later counts, not what was written later");
    assert.deepEqual(state!.history.map(({ granted }) => granted), [false, true]);
    assert.equal(state!.current.sms, null);
    assert.equal((await getRecord(store, agent, { kind: "lead", id }))!.values.doNotCall, true);
    assert.equal(code(await say(agent, true, new Date(Date.now() + 86_400_000))), "consents.error.future");
    assert.equal(code(await say(stranger, true, today)), "records.error.no-record");
    assert.equal(code(await say(analyst, true, today)), "records.error.not-yours");
    assert.equal(await listConsents(store, stranger, { kind: "lead", id }), null);
  });
});

Deno.test("a change goes back where nobody changed it since; what was changed is named, or forced", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent, stranger], analyst, teams } = await company(store);
    const { id } = await lead(store, { city: "Омск", position: "врач", owner: agent.user, team: teams[0] });
    const phones = [{ value: "+79161112233", raw: "8 916 111 22 33", label: "дом" }];
    const values = { city: "Тверь", position: "судья", phones };
    unwrap(await updateRecord(store, agent, { kind: "lead", id, values }));
    unwrap(await updateRecord(store, agent, { kind: "lead", id, values: { city: "Пермь" } }));
    const change = (await read(store, agent, id)).at(-2) as ChangeEntry;
    const line = { id: change.revert!, force: false };
    assert.equal(code(await revertChange(store, stranger, line)), "records.error.no-record");
    assert.equal(code(await revertChange(store, analyst, line)), "records.error.not-yours");
    const done = unwrap(await revertChange(store, agent, line));
    assert.deepEqual([done.reverted.sort(), done.left], [["phones", "position"], ["city"]]);
    const now = await getRecord(store, admin, { kind: "lead", id });
    assert.deepEqual([now!.values.city, now!.values.position, now!.values.phones], ["Пермь", "врач", []]);
    assert.deepEqual(unwrap(await revertChange(store, agent, { ...line, force: true })), {
      reverted: ["city"],
      left: [],
    });
    const [last] = await read(store, agent, id);
    assert.ok(last.source === "change" && last.what === "reverted" && last.actorName === "agent1");
    unwrap(await revertChange(store, agent, { id: last.revert!, force: false }));
    assert.equal((await getRecord(store, admin, { kind: "lead", id }))!.values.city, "Пермь", "and back again");
    const [created] = await store.db.selectFrom("audit").select("id").where("action", "=", "lead.created").execute();
    assert.equal(code(await revertChange(store, agent, { id: created.id, force: false })), "timeline.error.no-change");
  });
});

Deno.test("a field that one may not see is neither put back nor named, and one to be seen is left", () => {
  const change = { before: { a: "1", b: "1", c: "1" }, after: { a: "2", b: "2", c: "2" } };
  const plan = planRevert(change, { a: "2", b: "3", c: "1" }, { force: true, may: (key) => key !== "b" });
  assert.deepEqual(plan, { values: { a: "1" }, left: ["b"] });
});
