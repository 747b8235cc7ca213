import assert from "node:assert/strict";
import { decodeCursor, encodeCursor, pageSchema } from "@/crm/page.ts";

Deno.test("a cursor keeps microseconds, or rows of one millisecond are skipped or shown twice", () => {
  const at = "2026-03-02 09:00:00.123456+00";
  assert.deepEqual(decodeCursor(encodeCursor(at, "1700000000.12")), { at, id: "1700000000.12" });
});

Deno.test("a made-up cursor is refused at the door, or it becomes an error of the database", () => {
  for (
    const text of [
      "",
      "%%%",
      btoa("x|y"),
      btoa("2026-13-45 00:00:00+00|a"),
      btoa("2026-01-01 25:00:00+00|a"),
      btoa("2026-01-01 00:00:00+00|a b"),
      btoa("2026-01-01 00:00:00+00"),
      btoa("2026-01-01 00:00:00+00|a|b"),
    ]
  ) {
    assert.equal(decodeCursor(text), null, text);
    assert.equal(pageSchema.safeParse({ after: text }).success, false, text);
  }
});
