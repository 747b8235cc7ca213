/** Whose records a person sees and changes: each reach against each kind of ownership, through every verb and query. */
import assert from "node:assert/strict";
import { type Access, DEFAULT_ROLES, type Permission, SYSTEM, type UserId } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import type { Store } from "@/crm/records.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import {
  bulkUpdate,
  countRecords,
  createRecord,
  deleteRecords,
  getRecord,
  getRecords,
  isContactable,
  KINDS,
  linkedNames,
  listIds,
  listRecords,
  listSchema,
  PLURAL,
  type Reach,
  reachOf,
  type RecordKind,
  restoreRecords,
  undo,
  updateRecord,
  visibleIds,
} from "@/crm/record/mod.ts";

const REACHES: Reach[] = ["none", "own", "team", "all"];
const code = (result: Result<unknown>) => result.ok ? "" : result.code;

/** A record and whose it is. */
interface Placed {
  id: string;
  name: string;
  owner: string | null;
  team: string | null;
  phone: string;
}

/** Said apart from the code under test, in the words of the manual. */
function within(reach: Reach, record: Placed, person: Access): boolean {
  if (reach === "all") return true;
  if (reach === "none") return false;
  if (record.owner === person.user) return true;
  return reach === "team" && person.teams.some((team) => team === record.team);
}
const lesser = (a: Reach, b: Reach): Reach => REACHES[Math.min(REACHES.indexOf(a), REACHES.indexOf(b))];

interface Scene {
  store: Store;
  kind: RecordKind;
  records: Placed[];
  person: Access;
  view: Reach;
  edit: Reach;
  say: string;
}

Deno.test("no verb and no query reaches a record beyond the person's right, or colleagues' clients are an open book", async () => {
  await withDatabase(async (store) => {
    const people = await company(store);
    await seedPipeline(store, "en");
    const [me, stranger] = people.agents;
    const [ours, theirs] = people.teams;
    const mate = people.supervisors[0].user;
    const places: [string, UserId | null, string | null][] = [
      ["mine", me.user, ours],
      ["mine elsewhere", me.user, theirs],
      ["mine without team", me.user, null],
      ["mate's", mate, ours],
      ["team's", null, ours],
      ["stranger's", stranger.user, theirs],
      ["stranger's in our team", stranger.user, ours],
      ["other team's", null, theirs],
      ["nobody's", null, null],
    ];
    for (const kind of KINDS) {
      const records: Placed[] = [];
      for (const [n, [name, owner, team]] of places.entries()) {
        const phone = `+7495010${KINDS.indexOf(kind)}0${10 + n}`;
        const points = isContactable(kind) ? { phones: phone, emails: `p${n}@${kind}.test` } : {};
        const values = { name: `${name} ${n}`, owner, team, ...points };
        const { id } = unwrap(await createRecord(store, SYSTEM, { kind, values, trusted: true }));
        records.push({ id, name: `${name} ${n}`, owner, team, phone });
      }
      for (const view of REACHES) {
        for (const edit of REACHES) {
          const words = [
            view === "none" ? [] : [`${PLURAL[kind]}.view.${view}`],
            edit === "none" ? [] : [
              `${PLURAL[kind]}.edit.${edit}`,
            ],
          ].flat() as Permission[];
          const more = [`${PLURAL[kind]}.delete`, `${PLURAL[kind]}.export`, "phones.full"] as Permission[];
          const person: Access = { ...me, permissions: new Set([...words, ...more]) };
          const say = `${kind}, view ${view}, edit ${edit}`;
          const scene: Scene = { store, kind, records, person, view, edit: lesser(view, edit), say };
          await queries(scene);
          await verbs(scene);
        }
      }
      for (const [role, permissions] of Object.entries(DEFAULT_ROLES)) {
        const person: Access = { ...me, permissions: new Set(permissions) };
        const [view, edit] = (["view", "edit"] as const).map((action) => reachOf(person, kind, action));
        const scene: Scene = { store, kind, records, person, view, edit, say: `${kind}, ${role}` };
        await queries(scene);
        await verbs(scene);
      }
    }
  });
});

async function queries({ store, kind, records, person, view, edit, say }: Scene): Promise<void> {
  const ids = records.map(({ id }) => id);
  const seen = records.filter((record) => within(view, record, person)).map(({ id }) => id).sort();
  const list = (query: Parameters<typeof listSchema.parse>[0]) =>
    listRecords(store, person, { ...listSchema.parse(query), kind });
  const asks: [string, () => Promise<unknown>][] = [
    ["list", () => list({})],
    ["count", () => countRecords(store, person, { ...listSchema.parse({}), kind })],
    ["get", () => getRecord(store, person, { kind, id: ids[0] })],
    ["search", () => list({ text: records[0].phone })],
    ["word", () => list({ text: "mine" })],
  ];
  assert.deepEqual([...await visibleIds(store, person, { kind, ids })].sort(), seen, `${say}: visibleIds`);
  if (view === "none") {
    for (const [what, ask] of asks) {
      await assert.rejects(async () => await ask(), { name: "ForbiddenError" }, `${say}: ${what}`);
    }
    return;
  }
  const found = async (query: Parameters<typeof listSchema.parse>[0]) =>
    (await list(query)).rows.map(({ id }) => id).sort();
  assert.deepEqual(await found({}), seen, `${say}: list`);
  assert.deepEqual(await found({ sort: { field: "name", desc: false } }), seen, `${say}: by name`);
  assert.equal(await countRecords(store, person, { ...listSchema.parse({}), kind }), seen.length, `${say}: count`);
  assert.deepEqual((await getRecords(store, person, { kind, ids })).map(({ id }) => id).sort(), seen, `${say}: by ids`);
  for (const [n, record] of records.entries()) {
    const mine = seen.includes(record.id) ? [record.id] : [];
    if (isContactable(kind)) {
      assert.deepEqual(await found({ text: record.phone }), mine, `${say}: phone of ${record.name}`);
      assert.deepEqual(await found({ text: record.phone.slice(-7) }), mine, `${say}: digits of ${record.name}`);
      assert.deepEqual(await found({ text: `p${n}@${kind}.test` }), mine, `${say}: address of ${record.name}`);
    }
    assert.deepEqual(await found({ text: record.name }), mine, `${say}: words of ${record.name}`);
    assert.deepEqual(
      await found({ filter: [{ field: "name", op: "is", value: record.name }] }),
      mine,
      `${say}: filter by ${record.name}`,
    );
    assert.equal((await getRecord(store, person, { kind, id: record.id }))?.id, mine[0], `${say}: get ${record.name}`);
  }
  const unspelt = await list({ text: "stranjer" });
  assert.equal(unspelt.corrected !== null, unspelt.rows.length > 0, `${say}: a word of others' records is not told`);
  for (const action of ["edit", "delete", "export"] as const) {
    if (reachOf(person, kind, action) === "none") continue;
    const reach: Reach = action === "export" ? view : edit;
    const expected: string[] = records.filter((record) => within(reach, record, person)).map(({ id }) => id).sort();
    const given = await listIds(store, person, { kind, text: "", filter: [], action, most: 100 });
    assert.deepEqual(given.sort(), expected, `${say}: ids for ${action}`);
  }
}

async function verbs({ store, kind, records, person, view, edit, say }: Scene): Promise<void> {
  const ids = records.map(({ id }) => id);
  const select = { ids };
  const change = { kind, select, values: { note: say }, addTags: [], removeTags: [] };
  const changed = records.filter((record) => within(edit, record, person)).map(({ id }) => id).sort();
  if (edit === "none") {
    const refused: [string, () => unknown][] = [
      ["create", () => createRecord(store, person, { kind, values: { name: "x" } })],
      ["update", () => updateRecord(store, person, { kind, id: ids[0], values: { note: "x" } })],
      ["bulk", () => bulkUpdate(store, person, change)],
      ["delete", () => deleteRecords(store, person, { kind, select })],
      ["restore", () => restoreRecords(store, person, { kind, select })],
    ];
    for (const [what, ask] of refused) {
      await assert.rejects(async () => await ask(), { name: "ForbiddenError" }, `${say}: ${what}`);
    }
    return;
  }
  for (const record of records) {
    const answer = await updateRecord(store, person, { kind, id: record.id, values: { note: `${say} one` } });
    const expected: string = within(edit, record, person)
      ? ""
      : within(view, record, person)
      ? "records.error.not-yours"
      : "records.error.no-record";
    assert.equal(code(answer), expected, `${say}: update ${record.name}`);
  }
  const noted = async (note: string) => {
    const all = await getRecords(store, SYSTEM, { kind, ids });
    return all.filter((record) => record.values.note === note).map(({ id }) => id).sort();
  };
  assert.deepEqual(await noted(`${say} one`), changed, `${say}: what update wrote`);
  const bulk = unwrap(await bulkUpdate(store, person, change));
  assert.deepEqual(await noted(say), changed, `${say}: what the bulk change wrote`);
  unwrap(await undo(store, person, { id: bulk.undo! }));
  assert.deepEqual(await noted(`${say} one`), changed, `${say}: undo`);
  const query = { query: { text: "", filter: [{ field: "note", op: "contains" as const, value: say }] } };
  assert.equal(unwrap(await bulkUpdate(store, person, { ...change, select: query })).changed, changed.length, say);
  await deleting({ store, kind, records, person, view, edit, say });
  await giving({ store, kind, records, person, view, edit, say });
}

async function deleting({ store, kind, records, person, edit, say }: Scene): Promise<void> {
  const ids = records.map(({ id }) => id);
  const select = { ids };
  const archived = async () =>
    (await getRecords(store, SYSTEM, { kind, ids })).filter((record) => record.archived).map(({ id }) => id).sort();
  if (reachOf(person, kind, "delete") === "none") {
    await assert.rejects(() => deleteRecords(store, person, { kind, select }), { name: "ForbiddenError" }, say);
    return;
  }
  const mine = records.filter((record) => within(edit, record, person)).map(({ id }) => id).sort();
  const gone = unwrap(await deleteRecords(store, person, { kind, select }));
  assert.deepEqual(await archived(), mine, `${say}: deleted`);
  unwrap(await undo(store, person, { id: gone.undo! }));
  assert.deepEqual(await archived(), [], `${say}: undone`);
  unwrap(await deleteRecords(store, SYSTEM, { kind, select }));
  assert.equal(unwrap(await restoreRecords(store, person, { kind, select })).changed, mine.length, `${say}: restore`);
  unwrap(await restoreRecords(store, SYSTEM, { kind, select }));
}

/** Giving records away: with rights over own rows only to oneself, over a team's to the team, over all to anybody. */
async function giving({ store, kind, records, person, edit, say }: Scene): Promise<void> {
  const owners = [...new Set(records.map(({ owner }) => owner))];
  const teams = [...new Set(records.map(({ team }) => team))];
  for (const owner of owners) {
    for (const team of teams) {
      const may = edit === "all" || owner === person.user && (team === null || person.teams.includes(team)) ||
        edit === "team" && team !== null && person.teams.includes(team);
      const values = { name: "Given", owner, team };
      const made = await createRecord(store, person, { kind, values });
      assert.equal(code(made), may ? "" : "records.error.not-assignable", `${say}: new for ${owner} in ${team}`);
      const own = unwrap(
        await createRecord(store, SYSTEM, {
          kind,
          values: { name: "Own", owner: person.user, team: null },
          trusted: true,
        }),
      );
      const moved = await updateRecord(store, person, { kind, id: own.id, values: { owner, team } });
      const same = owner === person.user && team === null;
      assert.equal(
        code(moved),
        may || same ? "" : "records.error.not-assignable",
        `${say}: gives to ${owner} in ${team}`,
      );
      // What was made here is no part of the scene.
      const trash = [own.id, ...(made.ok ? [made.value.id] : [])];
      await deleteRecords(store, SYSTEM, { kind, select: { ids: trash } });
    }
  }
}

Deno.test("links show no name out of reach and lead nowhere unseen, or a company is read by its number", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], admin } = await company(store);
    const firm = unwrap(await createRecord(store, admin, { kind: "company", values: { name: "Secret" } }));
    const values = { name: "Lead", companyLink: firm.id, owner: agent.user };
    const lead = unwrap(await createRecord(store, admin, { kind: "lead", values }));
    const own: Access = { ...agent, permissions: new Set<Permission>(["leads.view.own", "leads.edit.own"]) };
    const seen = (await getRecord(store, own, { kind: "lead", id: lead.id }))!;
    assert.deepEqual(await linkedNames(store, own, [seen]), {});
    assert.deepEqual(await linkedNames(store, agent, [seen]), { [firm.id]: "Secret" });
    const made = await createRecord(store, own, { kind: "lead", values: { name: "B", companyLink: firm.id } });
    assert.deepEqual(made, { ok: false, code: "records.error.no-record", detail: { field: "companyLink" } });
    const kept = await updateRecord(store, own, {
      kind: "lead",
      id: lead.id,
      values: { name: "C", companyLink: firm.id },
    });
    assert.equal(code(kept), "", "a link that was there stays there");
    assert.equal(
      code(await updateRecord(store, own, { kind: "lead", id: lead.id, values: { companyLink: null } })),
      "",
    );
    const back = await updateRecord(store, own, { kind: "lead", id: lead.id, values: { companyLink: firm.id } });
    assert.equal(code(back), "records.error.no-record");
  });
});
