/** Where the network starts: a Saturday with a tenth of the calls is not found from a start that knows only Mondays. */
import assert from "node:assert/strict";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { totalOf } from "@/ml/volume/history.ts";
import { fitStructural } from "@/ml/volume/structural.ts";
import { begin } from "@/ml/volume/structural_start.ts";

const days = (count: number, times: (weekday: number) => number) =>
  Array.from({ length: count }, (_, n) => addDays("2025-02-03", n)).map((day) => ({
    day,
    calls: Float64Array.from({ length: 4 }, (_, slot) => (100 + 10 * slot) * times(weekdayOf(day))),
  }));

Deno.test("weekdays like others start as others, those that are altogether different start so", () => {
  const { weekdays } = begin(days(21, (weekday) => weekday === 5 ? 0.1 : weekday === 0 ? 1.4 : 1), 4);
  assert.ok(
    [...weekdays].every((one, n) => Math.floor(n / 4) === 5 ? Math.abs(one - Math.log(0.1)) < 0.15 : one === 0),
  );
});

Deno.test("three weeks are enough to forecast a quiet Saturday as a quiet Saturday", async () => {
  const history = {
    step: 60,
    opens: 540,
    slots: 4,
    days: days(21, (weekday) => weekday === 5 ? 0.1 : 1),
    calendar: {
      weekdays: Array(7).fill(true),
      closed: new Set<string>(),
      holidays: new Set<string>(),
      special: new Map(),
      yearly: false,
    },
  };
  const [saturday, sunday] = (await fitStructural(history)).forecast(["2025-03-01", "2025-03-02"]).map(totalOf);
  assert.ok(Math.abs(saturday / 46 - 1) < 0.25, `${saturday}`);
  assert.ok(Math.abs(sunday / 460 - 1) < 0.1, `${sunday}`);
});
