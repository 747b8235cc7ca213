import assert from "node:assert/strict";
import { sql } from "kysely";
import { type Access, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { createRecord, deleteRecords, updateRecord } from "@/crm/record/mod.ts";
import { BadInputError, unwrap } from "@/crm/result.ts";
import { writeChange } from "@/crm/verb.ts";
import { changesSchema, type FeedEvent, listChanges, newestCursor, recordEyes } from "@/crm/changes/mod.ts";

const read = async (store: Store, access: Access, query: Record<string, unknown> = {}) =>
  await listChanges(store, access, { ...changesSchema.parse(query), eyes: recordEyes(store) });

async function readAll(store: Store, access: Access, since?: string): Promise<FeedEvent[]> {
  const all: FeedEvent[] = [];
  for (let cursor = since;;) {
    const page = await read(store, access, { since: cursor, limit: 7 });
    all.push(...page.rows);
    if (!page.more) return all;
    cursor = page.next;
  }
}

Deno.test("nothing is skipped or doubled while many write at once, or a copy of the records drifts apart", async () => {
  await withDatabase(async (store) => {
    const written: string[] = [];
    const entities = Array.from({ length: 4 }, () => newId());
    await sql`create table locks (id uuid primary key, n int not null default 0)`.execute(store.db);
    for (const id of entities) await sql`insert into locks (id) values (${id})`.execute(store.db);
    // Each writer draws its transaction number first, then stands in line for a record, then draws its position.
    const writer = async (n: number) => {
      for (let round = 0; round < 25; round++) {
        const entity = entities[(n + round) % entities.length];
        await store.tx(async (trx) => {
          await sql`select pg_current_xact_id()`.execute(trx);
          if (n % 2) await sql`select pg_sleep(${(n % 5) / 400})`.execute(trx);
          const { rows: [{ n: count }] } = await sql<
            { n: number }
          >`update locks set n = n + 1 where id = ${entity} returning n`.execute(trx);
          const change = { type: "thing.changed", entity: { kind: "thing", id: entity }, data: { count } };
          await writeChange(trx, SYSTEM, { change });
          if (n % 3 === 0) await sql`select pg_sleep(0.004)`.execute(trx);
          if (n === 4 && round % 5 === 0) throw new Error("rolled back");
          written.push(`${entity} ${count}`);
        }).catch((error: Error) => assert.equal(error.message, "rolled back"));
      }
    };
    let writing = true;
    const seen: FeedEvent[] = [];
    const reader = async () => {
      let cursor: string | undefined;
      for (let last = false;;) {
        const page = await read(store, SYSTEM, { since: cursor, limit: 11 });
        cursor = page.next;
        seen.push(...page.rows);
        if (page.more) continue;
        if (last) return;
        last = !writing;
      }
    };
    const reading = reader();
    await Promise.all(Array.from({ length: 5 }, (_, n) => writer(n)));
    writing = false;
    await reading;
    const told = seen.map(({ entity, data }) => `${entity.id} ${data.count}`);
    assert.equal(new Set(told).size, told.length, "doubled");
    // A rolled back writer gave its count to the next one, so written may name a count twice but told must not.
    assert.deepEqual([...new Set(told)].sort(), [...new Set(written)].sort());
    for (const id of entities) {
      const counts = seen.filter(({ entity }) => entity.id === id).map(({ data }) => data.count as number);
      assert.deepEqual(counts, [...counts].sort((a, b) => a - b), "the changes of one record are in their order");
    }
    const sequence = seen.map(({ sequence }) => sequence);
    assert.deepEqual(sequence, [...sequence].sort((a, b) => a - b));
  });
});

Deno.test("a feed shows a person what its lists show, no more: rows of others, hidden fields, whole numbers", async () => {
  await withDatabase(async (store) => {
    const { agents, supervisors, analyst, admin } = await company(store);
    const start = await newestCursor(store);
    const make = async (access: Access, name: string) =>
      unwrap(await createRecord(store, access, { kind: "lead", values: { name, phones: ["+79161234567"] } })).id;
    const mine = await make(agents[0], "Mine");
    const theirs = await make(agents[1], "Theirs");
    unwrap(await updateRecord(store, agents[1], { kind: "lead", id: theirs, values: { city: "Омск" } }));
    const names = async (access: Access) =>
      (await readAll(store, access, start)).map(({ type, entity }) =>
        `${type} ${entity.id === mine ? "mine" : "theirs"}`
      );
    assert.deepEqual(await names(agents[0]), ["lead.created mine"]);
    assert.deepEqual(await names(supervisors[1]), ["lead.created theirs", "lead.updated theirs"]);
    assert.equal((await names(analyst)).length, 3);
    const masked = {
      ...analyst,
      permissions: new Set([...analyst.permissions].filter((word) => word !== "phones.full")),
    };
    const limited = { ...masked, fields: new Map([["lead.city", "hidden" as const]]) };
    const text = JSON.stringify(await readAll(store, limited, start));
    assert.doesNotMatch(text, /1234567|Омск/);
    assert.match(text, /\+7916•/);
    assert.match(JSON.stringify(await readAll(store, analyst, start)), /\+79161234567.*Омск/);
    unwrap(await deleteRecords(store, admin, { kind: "lead", select: { ids: [mine] } }));
    assert.deepEqual((await names(agents[0])).at(-1), "lead.deleted mine", "a deletion is told, or the copy keeps it");
    assert.equal((await names(agents[1])).some((name) => name.endsWith("mine")), false);
  });
});

Deno.test("what is no record is for those who see the audit, or the feed tells who logged in when", async () => {
  await withDatabase(async (store) => {
    const { admin, supervisors } = await company(store);
    const kinds = async (access: Access) => new Set((await readAll(store, access)).map(({ entity }) => entity.kind));
    assert.ok((await kinds(admin)).has("user"));
    assert.deepEqual([...await kinds(supervisors[0])], []);
    const page = await read(store, admin, { kinds: "team", limit: 1 });
    assert.deepEqual([page.rows.map(({ entity }) => entity.kind), page.more], [["team"], true]);
    const end = await newestCursor(store);
    assert.deepEqual(await read(store, admin, { since: end }), { rows: [], next: end, more: false });
  });
});

Deno.test("a made-up cursor is refused by name, never a crash or a silent start from the beginning", async () => {
  await withDatabase(async (store) => {
    for (const since of ["x", "%00", btoa("e-1"), btoa("e1; drop table events"), "", btoa("e99999999999999999999")]) {
      await assert.rejects(read(store, SYSTEM, { since }), BadInputError, since);
    }
  });
});
