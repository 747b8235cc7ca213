import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { CHANNELS, channelsFor } from "@/crm/notices/kinds.ts";
import { quietUntil } from "@/crm/notices/quiet.ts";

const at = (text: string) => Date.parse(text);

Deno.test("quiet hours over midnight end in the morning of the company's own clock", () => {
  const night = { from: "22:00", to: "08:00" };
  const end = (text: string) => {
    const until = quietUntil(night, at(text), "Europe/Moscow");
    return until && new Date(until).toISOString();
  };
  assert.equal(end("2030-05-10T18:59:00Z"), null);
  assert.equal(end("2030-05-10T19:00:00Z"), "2030-05-11T05:00:00.000Z");
  assert.equal(end("2030-05-11T04:59:00Z"), "2030-05-11T05:00:00.000Z");
  assert.equal(end("2030-05-11T05:00:00Z"), null);
  assert.equal(
    quietUntil({ from: "13:00", to: "14:00" }, at("2030-05-10T10:30:00Z"), "Europe/Moscow"),
    at("2030-05-10T11:00:00Z"),
  );
  assert.equal(quietUntil({ from: "13:00", to: "13:00" }, at("2030-05-10T10:00:00Z"), "Europe/Moscow"), null, "none");
});

Deno.test("quiet always ends, within a day, and where it ends it is over", () => {
  const minutes = fc.integer({ min: 0, max: 1_439 });
  const clock = (n: number) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  fc.assert(
    fc.property(minutes, minutes, fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), (from, to, seconds) => {
      const quiet = { from: clock(from), to: clock(to) };
      for (const zone of ["Europe/Moscow", "Asia/Kamchatka", "America/New_York", "Europe/Berlin"]) {
        const now = seconds * 1_000;
        const until = quietUntil(quiet, now, zone);
        if (until === null) continue;
        assert.ok(until > now && until <= now + 26 * 3_600_000);
        if (zone.startsWith("Asia") || zone === "Europe/Moscow") assert.equal(quietUntil(quiet, until, zone), null);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("what a person chose wins over what was asked; a reminder goes no way that its task does not name", () => {
  const some = fc.subarray([...CHANNELS]);
  fc.assert(fc.property(some, some, (chosen, asked) => {
    assert.deepEqual(channelsFor("automation", { chosen, asked }), CHANNELS.filter((one) => chosen.includes(one)));
    const reminded = channelsFor("reminder", { chosen, asked });
    assert.ok(reminded.every((one) => chosen.includes(one) && asked.includes(one)));
  }));
  assert.deepEqual(channelsFor("import-finished", {}), ["app"]);
  assert.deepEqual(channelsFor("import-finished", { asked: ["email"] }), ["email"]);
});
