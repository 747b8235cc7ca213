/** What a person may not see of a record comes out by no way, and what may not be changed is not changed by any. */
import assert from "node:assert/strict";
import { type Access, type Permission, SYSTEM, type UserId } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import type { Store } from "@/crm/records.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { createField, createFieldSchema, describeFields, NEVER_HIDDEN, setFieldRight } from "@/crm/fields/mod.ts";
import { accessOf, createRole, seedRoles, updateUser } from "@/crm/people/mod.ts";
import { openSession } from "@/crm/people/sessions.ts";
import {
  bulkUpdate,
  CONTACTABLE,
  createRecord,
  getRecord,
  getRecords,
  isContactable,
  KINDS,
  listRecords,
  listSchema,
  type RecordKind,
  schemaOf,
  SORTABLE,
  updateRecord,
  type Values,
} from "@/crm/record/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const limited = (access: Access, fields: Record<string, "view" | "hidden">): Access => ({
  ...access,
  fields: new Map(Object.entries(fields)),
});

/** A record with something in every field, and what its fields are. */
async function filled(store: Store, admin: Access, kind: RecordKind) {
  for (
    const type of ["text", "number", "money", "date", "datetime", "checkbox", "url", "email", "phone", "user"] as const
  ) {
    const field = createFieldSchema.parse({ kind, type, titleRu: type, titleEn: `own ${type}` });
    unwrap(await createField(store, admin, field));
  }
  await seedPipeline(store, "en");
  const firm = unwrap(await createRecord(store, admin, { kind: "company", values: { name: `Linked ${kind}` } }));
  const person = unwrap(await createRecord(store, admin, { kind: "contact", values: { name: "Linked person" } }));
  const schema = await schemaOf(store, kind);
  const samples: Record<string, unknown> = {
    "text": "Sample",
    "long-text": "Sample",
    "number": 7,
    "money": "700 RUB",
    "date": "2026-03-01",
    "datetime": "2026-03-01T10:00:00Z",
    "checkbox": true,
    "url": "https://sample.test/x",
    "email": "own@sample.test",
    "phone": "+74950100077",
    "user": admin.user,
    "phones": ["+74950100011", "+74950100022"],
    "emails": ["first@sample.test", "second@sample.test"],
    "tags": ["sample"],
    "params": { utm_source: "sample" },
    "lines": [{ product: null, name: "Sample", quantity: 2, price: "350 RUB", discount: 0 }],
    "reminders": [{ minutes: 15, channels: ["app"] }],
    "records": [person.id],
  };
  const values: Record<string, unknown> = {};
  for (const field of schema.values()) {
    if (samples[field.type] !== undefined) values[field.key] = samples[field.type];
    if (field.target === "company") values[field.key] = firm.id;
  }
  // Of the database itself, or by a grammar of its own.
  if (values.repeat) values.repeat = "FREQ=WEEKLY";
  delete values.created;
  delete values.updated;
  const record = unwrap(
    await createRecord(store, SYSTEM, { kind, values: { ...values, name: `Person ${kind}` }, trusted: true }),
  );
  return { schema, record, values: record.values };
}

Deno.test("a hidden field comes out by no list, card, filter, order or search, and is not written by any verb", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    for (const kind of KINDS) {
      const { schema, record, values } = await filled(store, admin, kind);
      const { id } = record;
      for (const field of schema.values()) {
        if (NEVER_HIDDEN.includes(field.key)) continue;
        const blind = limited(admin, { [`${kind}.${field.key}`]: "hidden" });
        const say = `${kind}.${field.key}`;
        const list = (query: Parameters<typeof listSchema.parse>[0]) =>
          listRecords(store, blind, { ...listSchema.parse(query), kind });
        const given: Values[] = [
          ...(await list({})).rows.map((row) => row.values),
          (await getRecord(store, blind, { kind, id }))!.values,
          ...(await getRecords(store, blind, { kind, ids: [id] })).map((row) => row.values),
          unwrap(await updateRecord(store, blind, { kind, id, values: { name: "Renamed" } })).values,
          unwrap(await createRecord(store, blind, { kind, values: { name: "New" } })).values,
        ];
        for (const seen of given) {
          assert.ok(!(field.key in seen), say);
          assert.equal(Object.keys(seen).length, schema.size - 1, `${say}: the others are there`);
        }
        const known = await describeFields(store, blind, { kind });
        assert.ok(!known.some((one) => one.key === field.key), say);
        for (const op of ["is", "filled", "empty", "contains"] as const) {
          await assert.rejects(
            () => list({ filter: [{ field: field.key, op, value: "x" }] }),
            { field: field.key },
            say,
          );
        }
        if (SORTABLE.has(field.type)) {
          await assert.rejects(() => list({ sort: { field: field.key, desc: false } }), { field: "sort" }, say);
        }
        await refusesWriting(store, blind, { kind, id, field: field.key, value: values[field.key], say });
      }
      const found = async (access: Access, text: string) =>
        (await listRecords(store, access, { ...listSchema.parse({ text }), kind })).rows.some((row) => row.id === id);
      const points: [string, string][] = isContactable(kind)
        ? [["phones", "+74950100011"], ["phones", "00011"], ["emails", "first@sample.test"]]
        : [];
      const ways: [string, string][] = [
        ...points,
        ...(kind === "company" ? [["website", "sample"], ["taxId", "sample"]] as [string, string][] : []),
        // Tasks are found by what is to be done.
        ...(kind === "company" || kind === "task" ? [] : [["company", "sample"]] as [string, string][]),
      ];
      for (const [field, text] of ways) {
        // Both fields of a company say the same word: the other one is hidden too.
        const both = { [`${kind}.website`]: "hidden", [`${kind}.taxId`]: "hidden" } as const;
        const blind = limited(admin, { [`${kind}.${field}`]: "hidden", ...(text === "sample" ? both : {}) });
        assert.equal(await found(admin, text), true, `${kind}: ${text}`);
        assert.equal(await found(blind, text), false, `${kind}.${field}: found by ${text}`);
        assert.equal(await found(blind, "renamed"), true, `${kind}.${field}: still found by its name`);
      }
    }
  });
});

Deno.test("a field to be seen only is read, filtered and sorted, and written by no verb", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const { schema, record, values } = await filled(store, admin, "lead");
    const { id } = record;
    for (const field of schema.values()) {
      const reader = limited(admin, { [`lead.${field.key}`]: "view" });
      const row = (await listRecords(store, reader, { ...listSchema.parse({}), kind: "lead" })).rows
        .find((one) => one.id === id)!;
      const now = (await getRecord(store, SYSTEM, { kind: "lead", id }))!.values;
      assert.deepEqual(row.values[field.key], now[field.key], field.key);
      const filter = [{ field: field.key, op: field.type === "checkbox" ? "is" : "filled", value: true }];
      await listRecords(store, reader, { ...listSchema.parse({ filter }), kind: "lead" });
      const [info] = (await describeFields(store, reader, { kind: "lead" })).filter((one) => one.key === field.key);
      assert.equal(info.right, "view", field.key);
      await refusesWriting(store, reader, {
        kind: "lead",
        id,
        field: field.key,
        value: values[field.key],
        say: field.key,
      });
      unwrap(
        await updateRecord(store, reader, { kind: "lead", id, values: field.key === "note" ? {} : { note: "x" } }),
      );
      unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id, values: { note: "Sample" } }));
    }
  });
});

async function refusesWriting(
  store: Store,
  access: Access,
  options: { kind: RecordKind; id: string; field: string; value: unknown; say: string },
): Promise<void> {
  const { kind, id, field, say } = options;
  const values = { [field]: options.value };
  const before = (await getRecord(store, SYSTEM, { kind, id }))!;
  const answers = [
    await updateRecord(store, access, { kind, id, values }),
    await updateRecord(store, access, { kind, id, values, was: values }),
    await createRecord(store, access, { kind, values: { name: "New", ...values } }),
    await bulkUpdate(store, access, { kind, select: { ids: [id] }, values, addTags: [], removeTags: [] }),
    ...(field === "tags"
      ? [await bulkUpdate(store, access, { kind, select: { ids: [id] }, values: {}, addTags: ["new"], removeTags: [] })]
      : []),
  ];
  for (const answer of answers) assert.equal(code(answer), "records.error.read-only", say);
  assert.deepEqual((await getRecord(store, SYSTEM, { kind, id }))!.values[field], before.values[field], say);
}

Deno.test("who sees numbers masked gets them whole by no way, and still works with the people", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    for (const kind of CONTACTABLE) {
      const { record } = await filled(store, admin, kind);
      const { id } = record;
      const permissions = new Set([...admin.permissions].filter((word): word is Permission => word !== "phones.full"));
      const masked: Access = { ...admin, permissions };
      const list = (query: Parameters<typeof listSchema.parse>[0]) =>
        listRecords(store, masked, { ...listSchema.parse(query), kind });
      const answers: unknown[] = [
        await list({}),
        await list({ text: "person" }),
        await list({ sort: { field: "name", desc: false }, limit: 1 }),
        await getRecord(store, masked, { kind, id }),
        await getRecords(store, masked, { kind, ids: [id] }),
        unwrap(await updateRecord(store, masked, { kind, id, values: { city: "Omsk" } })),
        unwrap(await createRecord(store, masked, { kind, values: { name: "New", phones: "+74950100033" } })),
        await describeFields(store, masked, { kind }),
      ];
      for (const answer of answers) {
        const text = JSON.stringify(answer);
        assert.doesNotMatch(
          text,
          /4950100|(first|second|own)@/,
          `${kind}: ${text.slice(0, 2_000)}`,
        );
      }
      const ids = async (text: string) => (await list({ text })).rows.map((row) => row.id);
      assert.deepEqual(await ids("+74950100011"), [id], "a whole number that the person knows finds its owner");
      assert.deepEqual(await ids("first@sample.test"), [id]);
      for (const part of ["00011", "4950100", "7495010001", "first@", "@sample.test"]) {
        assert.deepEqual(await ids(part), [], `${kind}: guessed by ${part}`);
      }
      for (const field of ["phones", "emails", "c_own_phone", "c_own_email"]) {
        await assert.rejects(() => list({ filter: [{ field, op: "contains", value: "00" }] }), { field });
      }
      for (const field of ["c_own_phone", "c_own_email"]) {
        await assert.rejects(
          () => list({ sort: { field, desc: false } }),
          { field: "sort" },
          "a cursor would carry it",
        );
      }
      for (const point of ["phones", "emails"]) {
        const back = (await getRecord(store, masked, { kind, id }))!.values[point];
        const saved = await updateRecord(store, masked, { kind, id, values: { [point]: back } });
        assert.ok(!saved.ok, "a mask that comes back from a form is not stored over the number");
      }
      const whole = (await getRecord(store, SYSTEM, { kind, id }))!.values;
      assert.match(JSON.stringify(whole.phones), /\+74950100011/);
    }
  });
});

Deno.test("rights over fields hold from the next request on, of several roles the widest, and a mistake is refused", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    const { admin, agents: [agent] } = await company(store);
    unwrap(await createRole(store, admin, { key: "helper", title: "Helper", permissions: [] }));
    const { token } = await openSession(store.db, agent.user, { ip: "192.0.2.1" });
    const fields = async () => Object.fromEntries((await accessOf(store, token, { ip: "" }))!.access.fields!);
    const set = (role: string, field: string, level: "edit" | "view" | "hidden") =>
      setFieldRight(store, admin, { role, kind: "lead", field, level });
    unwrap(await set("agent", "budget", "hidden"));
    unwrap(await set("agent", "note", "view"));
    assert.deepEqual(await fields(), { "lead.budget": "hidden", "lead.note": "view" });
    unwrap(await updateUser(store, admin, { id: agent.user as UserId, roles: ["agent", "helper"] }));
    assert.deepEqual(await fields(), {}, "the other role restricts nothing");
    unwrap(await set("helper", "budget", "view"));
    unwrap(await set("helper", "note", "hidden"));
    assert.deepEqual(await fields(), { "lead.budget": "view", "lead.note": "view" });
    unwrap(await set("agent", "budget", "edit"));
    assert.deepEqual(await fields(), { "lead.note": "view" });
    assert.equal(code(await set("agent", "name", "hidden")), "records.error.never-hidden");
    assert.equal(code(await set("agent", "nothing", "view")), "records.error.no-field");
    assert.equal(code(await set("nobody", "note", "view")), "people.error.no-role");
    await assert.rejects(
      async () => await setFieldRight(store, agent, { role: "agent", kind: "lead", field: "note", level: "edit" }),
      {
        permission: "users.manage",
      },
    );
    const audit = await store.db.selectFrom("audit").select(["before", "after"]).where(
      "action",
      "=",
      "role.field-right-changed",
    )
      .orderBy("at", "desc").limit(1).executeTakeFirst();
    assert.deepEqual(audit, { before: { "lead.budget": "hidden" }, after: { "lead.budget": "edit" } });
  });
});
