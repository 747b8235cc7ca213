import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { BUILT_IN } from "@/crm/record/fields.ts";
import type { ImportDuplicates } from "@/store/tables/imports.ts";
import { type Existing, planRows } from "@/crm/import/rows/plan.ts";
import { rowReader } from "@/crm/import/rows/read_row.ts";
import { counted, NO_COUNTERS } from "@/crm/import/run/counters.ts";

const schema = BUILT_IN.lead;
const fieldOf = (field: string) => ({ title: field, target: { to: "field" as const, field } });
const read = rowReader({
  mapping: { columns: [fieldOf("name"), fieldOf("phones"), fieldOf("emails")] },
  schema,
  names: { people: new Map(), teams: new Map(), sources: new Map() },
  options: { timeZone: "UTC", dateOrder: "dmy", currency: "RUB" },
});
const cells = fc.tuple(
  fc.constantFrom("", "А", "Б"),
  fc.constantFrom("", "+79160000001", "+79160000002", "12"),
  fc.constantFrom("", "a@b.ru", "c@d.ru"),
);
const policies = fc.constantFrom<ImportDuplicates>("skip", "update", "fill-empty", "create");

Deno.test("each row has one fate, however batches are cut, and no number is created twice unless it was wished", () => {
  fc.assert(fc.property(fc.array(cells, { maxLength: 20 }), policies, fc.boolean(), (rows, duplicates, known) => {
    const existing: Existing = { id: "x", name: "", mine: true };
    const found = new Map(known ? [["p:+79160000001", existing]] : []);
    const options = { duplicates, match: ["phone" as const, "email" as const], badValues: "reject" as const };
    const source = rows.map((cells, index) => ({
      data: { index, line: index + 2, cells: [...cells] },
      row: read(cells),
    }));
    const planned = planRows(source, { options, schema, found, seen: new Map() });
    const sums = counted(NO_COUNTERS, planned);
    assert.equal(sums.total, rows.length);
    assert.equal(sums.created + sums.updated + sums.skipped + sums.failed, rows.length);
    assert.ok(planned.every(({ action, errors }) => (action === "fail") === errors.length > 0));
    if (duplicates === "create") {
      assert.equal(sums.updated + sums.skipped, 0);
      return;
    }
    const points = planned.filter(({ action }) => action === "create").flatMap(({ at }) =>
      [...new Set([rows[at][1], rows[at][2]])].filter((point) => point !== "")
    );
    assert.equal(new Set(points).size, points.length);
    if (known) assert.ok(!points.includes("+79160000001"));
  }));
});

Deno.test("values of cells become values of fields, and each wrong cell is told with its column", () => {
  const { values, errors } = read(["  А  ", "8 916 000-00-01; 12", "A@B.ru"]);
  assert.deepEqual([values.name, values.emails], ["А", [{ value: "a@b.ru", raw: "A@B.ru" }]]);
  assert.deepEqual(errors.map(({ column, code }) => [column, code]), [[1, "records.error.bad-phone"]]);
});
