/** The past of a deal: its stages, tasks and files, its lead's past and its people's calls; and who may see what of it. */
import assert from "node:assert/strict";
import { callRecord, company } from "@/crm/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { FileDisk, RecordFiles } from "@/crm/files/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { createRecord, updateRecord, type Values } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { addNote, readTimeline, type TimelineEntry, type TimelineShow } from "@/crm/timeline/mod.ts";

type World = Awaited<ReturnType<typeof scene>>;

/** A lead with a call and a note, its contact with a call, the deal with a move, two tasks and a file. */
async function scene(store: Parameters<Parameters<typeof withDatabase>[0]>[0], dir: string) {
  await seedPipeline(store, "en");
  const people = await company(store);
  const { admin, agents: [agent, stranger], teams } = people;
  const stages = await store.db.selectFrom("stages").select(["id", "name"]).orderBy("position").execute();
  const own = { owner: agent.user, team: teams[0] };
  const make = async (kind: "lead" | "contact" | "deal" | "task", values: Values) =>
    unwrap(await createRecord(store, SYSTEM, { kind, values })).id;
  const lead = await make("lead", { name: "Anna", phones: [{ value: "+79161112233" }], ...own });
  unwrap(await addNote(store, admin, { kind: "lead", id: lead, body: "wants windows" }));
  const contact = await make("contact", { name: "Boris", phones: [{ value: "+79164445566" }], ...own });
  const deal = await make("deal", { name: "Windows", lead, contacts: [contact], ...own });
  const move = { stage: stages[1].id, lossNote: "x" };
  unwrap(await updateRecord(store, agent, { kind: "deal", id: deal, values: move }));
  const task = await make("task", { name: "Call back", deal, ...own });
  unwrap(await updateRecord(store, agent, { kind: "task", id: task, values: { status: "done", result: "sold" } }));
  await make("task", { name: "Secret", deal, owner: stranger.user, team: teams[1] });
  const files = new RecordFiles(store, new FileDisk(dir));
  const body = new Blob(["GIF89a"]).stream();
  unwrap(await files.add(agent, { kind: "deal", id: deal, name: "plan.gif", body }));
  await writeCalls(store, [
    callRecord("lead-call", { number: "+79161112233", agent: agent.user, recordingName: "r1", recordingSeconds: 48 }),
    callRecord("contact-call", { number: "+79164445566", agent: agent.user }),
    callRecord("foreign-call", { number: "+79164445566", agent: stranger.user }),
  ]);
  const read = async (access: Access, show: TimelineShow = "all") =>
    (await readTimeline(store, access, { kind: "deal", id: deal, limit: 100, show }))!.rows;
  return { ...people, store, lead, contact, deal, task, stages, read };
}

function said(entry: TimelineEntry): string {
  switch (entry.source) {
    case "change":
      return `${entry.of?.kind ?? "deal"} ${entry.what}`;
    case "task":
      return `task ${entry.what} ${entry.name}`;
    case "stage":
      return `${entry.from?.name ?? ""} → ${entry.to?.name}`;
    case "file":
      return `file ${entry.name}`;
    case "call":
      return entry.id;
    default:
      return `${entry.of?.kind ?? "deal"} ${entry.source}`;
  }
}

const withScene = (use: (world: World) => Promise<void>) =>
  withDatabase(async (store) => {
    const dir = await Deno.makeTempDir({ prefix: "kommutator-files-" });
    try {
      await use(await scene(store, dir));
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });

Deno.test("a deal tells its whole past: stages, tasks, files, its lead before, its people's calls", () =>
  withScene(async ({ read, admin, store, deal }) => {
    const all = await read(admin);
    assert.deepEqual(
      all.map(said).sort(),
      [
        " → New",
        "New → Qualification",
        "contact-call",
        "deal created",
        "deal updated",
        "file plan.gif",
        "foreign-call",
        "lead created",
        "lead note",
        "lead-call",
        "task done Call back",
        "task set Call back",
        "task set Secret",
      ].sort(),
    );
    const updated = all.find((entry) => entry.source === "change" && entry.what === "updated");
    assert.ok(updated?.source === "change");
    assert.deepEqual(updated.changes.map(({ field }) => field), ["lossNote"], "the move is told by its stage");
    const done = all.find((entry) => entry.source === "task" && entry.what === "done");
    assert.ok(done?.source === "task" && done.result === "sold" && done.actorName === "agent1");
    const call = all.find((entry) => entry.source === "call" && entry.recordingSeconds !== null);
    assert.equal(call?.id, "lead-call");
    // Page by page it is the same, each thing once.
    const paged: TimelineEntry[] = [];
    let after: string | undefined;
    do {
      const page = (await readTimeline(store, admin, { kind: "deal", id: deal, limit: 2, after, show: "all" }))!;
      paged.push(...page.rows);
      after = page.next ?? undefined;
    } while (after);
    assert.deepEqual(paged, all);
    for (
      const [show, n] of [["stages", 2], ["tasks", 3], ["files", 1], ["calls", 3], ["notes", 1], [
        "changes",
        3,
      ]] as const
    ) {
      assert.equal((await read(admin, show)).length, n, show);
    }
  }));

Deno.test("a deal's past shows no colleague's task or call, no lead or person out of sight, no hidden field", () =>
  withScene(async ({ read, agents: [agent], supervisors: [boss], store, lead, contact, teams, agents }) => {
    assert.ok(!(await read(agent)).some((entry) => /Secret|foreign/.test(said(entry))));
    const foreign = { owner: agents[1].user, team: teams[1] };
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: lead, values: foreign }));
    unwrap(await updateRecord(store, SYSTEM, { kind: "contact", id: contact, values: foreign }));
    const narrow = new Set(
      [...agent.permissions].map((one) => one === "contacts.view.all" ? "contacts.view.own" : one),
    );
    const seen = (await read({ ...agent, permissions: narrow })).map(said);
    assert.ok(!seen.some((text) => /lead|contact-call/.test(text)), seen.join());
    const blind = {
      ...boss,
      fields: new Map([
        ["deal.stage", "hidden" as const],
        ["task.result", "hidden" as const],
        ["task.name", "hidden" as const],
        ["deal.lossNote", "hidden" as const],
      ]),
    };
    const rest = await read(blind);
    assert.doesNotMatch(JSON.stringify(rest), /sold|Call back|Qualification|"x"/);
    const mute = { ...boss, permissions: new Set([...boss.permissions].filter((one) => !/^tasks|play/.test(one))) };
    assert.ok(
      !(await read(mute)).some((entry) =>
        entry.source === "task" || entry.source === "call" && entry.recordingSeconds !== null
      ),
    );
  }));

Deno.test("open cards hear of a call that ended and of a task that changed, or somebody calls twice", () =>
  withScene(async ({ store, deal, contact, task, agents: [agent] }) => {
    const told: string[] = [];
    const heard = Promise.withResolvers<void>();
    const stop = await store.listen("records", {
      message(payload) {
        const { kind, id, ids } = JSON.parse(payload) as { kind: string; id?: string; ids?: string[] };
        for (const one of ids ?? [id]) told.push(`${kind} ${one}`);
        if (told.filter((one) => one === `deal ${deal}`).length >= 2) heard.resolve();
      },
      gap() {},
    });
    await writeCalls(store, [callRecord("later", { number: "+79164445566", agent: agent.user })]);
    unwrap(await updateRecord(store, agent, { kind: "task", id: task, values: { note: "x" } }));
    await heard.promise;
    await stop();
    assert.ok(told.includes(`contact ${contact}`) && told.includes(`task ${task}`), told.join());
  }));
