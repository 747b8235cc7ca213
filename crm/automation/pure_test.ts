/** The pure core: conditions as lists have them, texts that run nothing, spans of time, chains. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { BUILT_IN, OPS_OF, schemaOf } from "@/crm/record/mod.ts";
import { createRecord, listRecords } from "@/crm/record/mod.ts";
import { listSchema } from "@/crm/record/schemas.ts";
import { unwrap } from "@/crm/result.ts";
import type { Condition, CrmRecord, Field, FilterOp, Value } from "@/crm/record/types.ts";
import { decide } from "@/crm/automation/decide.ts";
import { dueAfter } from "@/crm/automation/due.ts";
import { holds } from "@/crm/automation/holds.ts";
import { LONGEST_CHAIN, loopOf } from "@/crm/automation/loops.ts";
import { fill, strangers } from "@/crm/automation/template.ts";
import { daysBetween } from "@/crm/automation/triggers/dates.ts";
import { ruleSchema } from "@/crm/automation/schemas.ts";
import type { Facts, RuleCondition } from "@/crm/automation/types.ts";

const NOW = "2026-03-04T09:30:00.000Z"; // a Wednesday, 12:30 in Moscow
const facts = (values: Record<string, Value> = {}, more: Partial<Facts> = {}): Facts => {
  const subject = { kind: "lead" as const, id: "00000000-0000-7000-8000-000000000001", values };
  return {
    now: NOW,
    timeZone: "Europe/Moscow",
    event: {
      id: null,
      type: "lead.created",
      entity: { kind: "lead", id: subject.id },
      at: NOW,
      actor: "system",
      origin: "import",
      cause: null,
      depth: 0,
      data: { payload: { order: { id: 7 } } },
      before: null,
    },
    subject,
    records: { lead: subject },
    fields: { lead: BUILT_IN.lead },
    working: true,
    names: Object.create(null),
    ...more,
  };
};
const one = (condition: RuleCondition, given = facts()) =>
  decide({ match: "all", groups: [{ match: "all", items: [condition] }] }, given).fits;

Deno.test("groups are met as they say, and empty ones always: all of all, any of any", () => {
  const item = fc.boolean().map((is): RuleCondition => ({ on: "working", is }));
  const match = fc.constantFrom("all" as const, "any" as const);
  const groups = fc.array(fc.record({ match, items: fc.array(item, { maxLength: 4 }) }), { maxLength: 4 });
  fc.assert(fc.property(match, groups, fc.boolean(), (how, list, working) => {
    const decision = decide({ match: how, groups: list }, facts({}, { working }));
    const held = list.map(({ match, items }) => {
      const each = items.map((one) => one.on === "working" && one.is === working);
      return each.length === 0 || (match === "all" ? each.every(Boolean) : each.some(Boolean));
    });
    assert.equal(decision.fits, held.length === 0 || (how === "all" ? held.every(Boolean) : held.some(Boolean)));
    assert.equal(decision.groups.flatMap(({ seen }) => seen).length, list.flatMap(({ items }) => items).length);
  }));
});

Deno.test("a rule asks a field exactly as a list does, or it fires for records that the list does not show", async () => {
  await withDatabase(async (store) => {
    const tags = ["vip", "новый", "x"];
    const records: CrmRecord[] = [];
    for (const [n, city] of ["Казань", "казань", "", "Орёл", "50%"].entries()) {
      records.push(unwrap(
        await createRecord(store, SYSTEM, {
          kind: "lead",
          values: {
            name: `Лид ${n}`,
            city: city || null,
            status: n % 2 ? "new" : "working",
            tags: tags.slice(0, n % 4),
            phones: n % 2 ? [{ value: `+7916123456${n}` }] : [],
            emails: n === 3 ? [{ value: "Anna@Shop.example" }] : [],
            budget: n ? { minor: n * 1_000, currency: "RUB" } : null,
            doNotCall: n === 2,
          },
        }),
      ));
    }
    const schema = await schemaOf(store, "lead");
    const asked: Record<string, unknown[]> = {
      city: ["Казань", "орел", "%", "50%", "  "],
      name: ["лид 1", "Лид"],
      status: ["new", "working"],
      tags: ["vip", "x", "nothing"],
      phones: ["916", "+7 (916) 123-45-61"],
      emails: ["anna@", "SHOP"],
      budget: ["20", 30, "10,5"],
      doNotCall: [true, false],
      created: [new Date().toISOString().slice(0, 10), "2020-01-01"],
      owner: ["00000000-0000-7000-8000-000000000009"],
    };
    const { rows: [{ zone }] } = await sql<{ zone: string }>`select time_zone as zone from site_settings`.execute(
      store.db,
    );
    let compared = 0;
    for (const [key, values] of Object.entries(asked)) {
      const field = schema.get(key)!;
      for (const op of OPS_OF[field.type].filter((op) => !["me", "my-teams"].includes(op))) {
        for (const value of values) {
          const condition = { field: key, op, value: valueFor(op, value) } as Condition;
          const query = listSchema.parse({ filter: [condition] });
          const list = await listRecords(store, SYSTEM, { ...query, kind: "lead" }).then(
            ({ rows }) => new Set(rows.map(({ id }) => id)),
            () => null,
          );
          // A list refuses what means nothing; such a condition holds for nobody.
          const now = new Date().toISOString();
          const found = records.filter(({ values }) =>
            holds(condition, values[key] ?? null, { field, now, timeZone: zone })
          );
          if (list === null) continue;
          compared++;
          assert.deepEqual(new Set(found.map(({ id }) => id)), list, JSON.stringify(condition));
        }
      }
    }
    assert.ok(compared > 60, `${compared} compared`);
  });
});

function valueFor(op: FilterOp, value: unknown): unknown {
  if (op === "last-days") return 3;
  if (op === "between") return [value, value];
  return op === "any-of" || op === "none-of" ? [value] : value;
}

Deno.test("nothing that stands in a record breaks a condition", () => {
  const field = fc.constantFrom(...BUILT_IN.lead.values(), ...BUILT_IN.deal.values(), ...BUILT_IN.task.values());
  const value = fc.oneof(fc.constant(null), fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()), fc.object());
  fc.assert(fc.property(field, value, fc.anything(), (field: Field, value, given) => {
    for (const op of OPS_OF[field.type]) {
      if (!fits(field, value)) return;
      const condition = { field: field.key, op, value: given as Condition["value"] };
      assert.equal(typeof holds(condition, value as Value, { field, now: NOW, timeZone: "Europe/Moscow" }), "boolean");
    }
  }));
});

/** A value as the store gives it: lists where lists are. */
function fits(field: Field, value: unknown): boolean {
  const lists = ["phones", "emails", "tags", "multi-select", "records", "lines", "reminders"];
  return lists.includes(field.type) ? value === null : !Array.isArray(value);
}

Deno.test("hours over midnight belong to the day on which they began", () => {
  const night = { on: "time", days: [2], from: "22:00", to: "06:00" } as const;
  const at = (now: string) => one(night, facts({}, { now, timeZone: "UTC" }));
  assert.deepEqual(
    ["2026-03-03T21:59:00Z", "2026-03-03T22:00:00Z", "2026-03-04T05:59:00Z", "2026-03-04T06:00:00Z"].map(at),
    [false, true, true, false],
  );
  assert.equal(one({ on: "time", days: [3], from: "12:00", to: "13:00" }), true, "in the site's zone");
});

Deno.test("where a change came from and what a request said can be asked", () => {
  assert.equal(one({ on: "origin", any: ["import", "api"] }), true);
  assert.equal(one({ on: "origin", any: ["web"] }), false);
  assert.equal(one({ on: "payload", path: "order.id", op: "is", value: "7" }), true);
  assert.equal(one({ on: "payload", path: "order.__proto__", op: "filled" }), false);
  assert.equal(one({ on: "payload", path: "order.id.x", op: "empty" }), true);
});

Deno.test("texts are filled and nothing in them is run, or a client's name becomes a program", () => {
  const given = facts({ name: "{{record.city}} <b>", city: "Казань", budget: { minor: 150_050, currency: "RUB" } });
  assert.equal(fill("Call {{record.name}} in {{ record.city }}", given), "Call {{record.city}} <b> in Казань");
  assert.equal(fill("{{record.budget}} {{payload.order.id}} {{today}}", given), "1500.50 RUB 7 04.03.2026");
  assert.equal(fill("{{record.constructor}}{{record.nothing}}{{nothing}}{{company.name}}", given), "");
  assert.equal(fill("{{event.at}}", given), "04.03.2026 12:30");
  fc.assert(fc.property(fc.string(), (text) => {
    if (!text.includes("{{")) assert.equal(fill(text, given), text.slice(0, 4_000));
  }));
  const known = (of: string, key: string) => of === "record" && key === "name";
  assert.deepEqual(strangers("{{record.name}} {{record.x}} {{today}} {{payload.a}} {{foo}}", known), [
    "record.x",
    "foo",
  ]);
});

Deno.test("what is due in working time lands in it, and a day keeps its hour over a change of clocks", () => {
  const week = [...Array.from({ length: 5 }, () => [{ from: "09:00", to: "18:00" }]), [], []];
  const working = { timeZone: "Europe/Moscow", week, days: new Map() };
  const friday = Date.parse("2026-03-06T14:58:00Z"); // 17:58 in Moscow
  const due = (n: number, unit: "minutes" | "hours" | "days", more = {}) =>
    new Date(dueAfter({ n, unit }, { from: friday, timeZone: "Europe/Moscow", working, ...more })).toISOString();
  assert.equal(due(5, "minutes"), "2026-03-09T06:03:00.000Z", "Monday, three minutes after nine");
  assert.equal(due(5, "minutes", { working: null }), "2026-03-06T15:03:00.000Z");
  assert.equal(due(1, "days", { at: "10:00" }), "2026-03-09T06:00:00.000Z", "Saturday is nobody's");
  const berlin = { from: Date.parse("2026-03-28T09:00:00Z"), timeZone: "Europe/Berlin", working: null };
  assert.equal(new Date(dueAfter({ n: 1, unit: "days" }, berlin)).toISOString(), "2026-03-29T08:00:00.000Z");
});

Deno.test("each day has one moment for a date, whatever the ranges in which it is looked for", () => {
  const start = Date.parse("2026-03-25T00:00:00Z");
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }), (hours) => {
    const options = { time: "02:30", timeZone: "Europe/Berlin" };
    let at = start;
    const found: string[] = [];
    for (const step of hours) {
      const to = at + step * 3_600_000;
      found.push(...daysBetween({ from: new Date(at), to: new Date(to) }, options).map(({ day }) => day));
      at = to;
    }
    const whole = daysBetween({ from: new Date(start), to: new Date(at) }, options).map(({ day }) => day);
    assert.deepEqual(found, whole);
    assert.equal(new Set(found).size, found.length);
  }));
});

Deno.test("a circle is seen at its first return, and no chain is longer than the limit", () => {
  const link = fc.record({
    run: fc.uuid(),
    rule: fc.constantFrom("a", "b", "c"),
    kind: fc.constant("lead"),
    record: fc.constantFrom("1", "2", "3"),
  });
  fc.assert(fc.property(fc.array(link, { maxLength: 12 }), link, (chain, next) => {
    const loop = loopOf({ ...next, chain, depth: chain.length });
    const again = chain.some((one) => one.rule === next.rule && one.record === next.record);
    if (again) assert.equal(loop?.error, "automation.error.loop");
    else assert.equal(loop !== null, chain.length >= LONGEST_CHAIN);
  }));
});

Deno.test("a rule with a part that nobody knows, or without what a part needs, is refused at its place", () => {
  const paths = (rule: unknown) => {
    const parsed = ruleSchema.safeParse(rule);
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
  };
  const stop = { type: "stop" };
  assert.deepEqual(paths({ name: "x", when: { type: "lead.created" }, then: [stop] }), []);
  assert.deepEqual(paths({ name: "x", when: { type: "nothing" }, then: [stop] }), ["when.type"]);
  assert.deepEqual(paths({ name: "x", when: { type: "lead.created" }, then: [stop, { type: "deal.move" }] }), [
    "then.1.stage",
  ]);
  const me = { on: "field", field: "owner", op: "me" };
  assert.deepEqual(
    paths({ name: "x", when: { type: "lead.created" }, if: { groups: [{ items: [me] }] }, then: [stop] }),
    ["if.groups.0.items.0.op"],
  );
});
