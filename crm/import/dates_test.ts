import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { withImports } from "@/crm/import/testing.ts";

const HEAD = "Name,Email,Birthday,Created";

Deno.test("a file of American dates is read as such, and one may say otherwise, or birthdays come in turned round", async () => {
  await withImports(async ({ upload, go, imports, admin }) => {
    const id = await upload(`${HEAD}\nAnn,ann@example.com,3/4/1980,12/25/2023 3:05 PM`, { kind: "contact" });
    const { options } = unwrap(await imports.get(admin, { id }));
    assert.equal(options.dateOrder, "mdy");
    unwrap(await imports.patch(admin, { id, options: { timeZone: "UTC" } }));
    const [ann] = unwrap(await go(id, "check")).preview;
    assert.deepEqual([ann.action, ann.values.birthday], ["create", "1980-03-04"]);

    unwrap(await imports.patch(admin, { id, options: { dateOrder: "dmy" } }));
    const [turned] = unwrap(await go(id, "check")).preview;
    assert.deepEqual(turned.errors.map(({ column, code }) => [column, code]), [["Created", "records.error.bad-date"]]);

    const russian = await upload(`${HEAD}\nАня,anya@example.com,03/04/80,03.04.2023`, { kind: "contact" });
    const [anya] = unwrap(await go(russian, "check")).preview;
    assert.deepEqual([anya.action, anya.values.birthday], ["create", "1980-04-03"]);
  });
});
