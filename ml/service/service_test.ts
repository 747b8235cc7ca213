/** How long calls take and how long callers wait: an hour too short in one, and every plan of the day is wrong. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { ServiceRow } from "@/ml/datasets/types.ts";
import { backTestService, fitService, serviceForecast } from "@/ml/service/mod.ts";
import { fitRate, rateOn } from "@/ml/service/rates.ts";
import { medianOf, survival } from "@/ml/service/survival.ts";
import type { Grid } from "@/ml/volume/history.ts";
import { exponential, seeded } from "@/telephony/simulator/random.ts";

const GRID: Grid = {
  step: 30,
  opens: 540,
  slots: 18,
  calendar: {
    weekdays: Array(7).fill(true),
    closed: new Set(),
    holidays: new Set(),
    special: new Map(),
    yearly: false,
  },
};
const time = (slot: number) => {
  const minute = GRID.opens + slot * GRID.step;
  return `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
};

/** Callers with exponential patience who are answered after exponential waits; talk times exponential too. */
function rows(days: number, given: {
  handle: (day: string, slot: number, n: number) => number;
  patience: (slot: number) => number;
  calls?: number;
  wait?: number;
}): ServiceRow[] {
  const random = seeded(3);
  const { calls = 20, wait = 60 } = given;
  return Array.from({ length: days * GRID.slots }, (_, at) => {
    const n = Math.floor(at / GRID.slots), slot = at % GRID.slots, day = addDays("2025-02-03", n);
    const row: ServiceRow = {
      at: `${day} ${time(slot)}`,
      answered: 0,
      handle: 0,
      handleSquares: 0,
      abandoned: 0,
      waited: 0,
    };
    for (let call = 0; call < calls; call++) {
      const patient = exponential(random, given.patience(slot)), offered = exponential(random, wait);
      row.waited += Math.min(patient, offered);
      if (patient < offered) row.abandoned++;
      else {
        const handle = exponential(random, given.handle(day, slot, n));
        row.answered++;
        row.handle += handle;
        row.handleSquares += handle ** 2;
      }
    }
    return row;
  });
}
const near = (value: number, truth: number, share: number) =>
  assert.ok(Math.abs(value / truth - 1) < share, `${value} beside ${truth}`);

Deno.test("patience is told as long as it is, not as long as the waits of those who hung up", () => {
  const data = rows(56, { handle: () => 200, patience: () => 300, wait: 60 });
  const told = serviceForecast(fitService(data, GRID), GRID)("2025-04-02").patience!;
  told.forEach((one) => near(one, 300, 0.12));
});

Deno.test("an evening of longer calls and of impatient callers is found; noise of ordinary hours is not", () => {
  const late = (slot: number) => slot >= 14;
  const data = rows(56, { handle: (_, slot) => late(slot) ? 300 : 200, patience: (slot) => late(slot) ? 60 : 180 });
  const { handle, patience } = serviceForecast(fitService(data, GRID), GRID)("2025-04-02");
  near(handle![16], 300, 0.08);
  near(handle![2], 200, 0.08);
  near(patience![16], 60, 0.15);
  near(patience![2], 180, 0.15);
  const flat = serviceForecast(fitService(rows(56, { handle: () => 200, patience: () => 180 }), GRID), GRID)(
    "2025-04-02",
  );
  assert.ok(Math.max(...flat.handle!) / Math.min(...flat.handle!) < 1.06);
});

Deno.test("Mondays of longer calls are found", () => {
  const data = rows(56, { handle: (day) => weekdayOf(day) === 0 ? 260 : 200, patience: () => 180 });
  const told = serviceForecast(fitService(data, GRID), GRID);
  near(told("2025-04-07").handle![3], 260, 0.08);
  near(told("2025-04-08").handle![3], 200, 0.06);
});

Deno.test("calls that grow longer week by week are told better than by the mean of four weeks", () => {
  const data = rows(84, { handle: (_, __, n) => 200 * 1.012 ** n, patience: () => 180 });
  const origins = [0, 1, 2, 3].map((week) => {
    const at = addDays("2025-03-31", week * 7);
    return { at, days: Array.from({ length: 7 }, (_, n) => addDays(at, n)) };
  });
  const { handle, patience } = backTestService(data, GRID, { origins });
  assert.ok(handle!.error! < 0.8 * handle!.naive!, `${handle!.error} beside ${handle!.naive}`);
  assert.ok(patience!.error! < 1.1 * patience!.naive!, `${patience!.error} beside ${patience!.naive}`);
  assert.ok(handle!.calls > 1_000);
});

Deno.test("too few calls are told nothing of: a plan on three calls would be worse than the analyst's own number", () => {
  const few = rows(1, { handle: () => 200, patience: () => 1e9, calls: 1 });
  assert.deepEqual(fitService(few, GRID), { handle: null, patience: null });
  assert.deepEqual(fitService([], GRID), { handle: null, patience: null });
  assert.deepEqual(backTestService([], GRID, { origins: [] }), { handle: null, patience: null });
});

Deno.test("whatever rows there are, seconds are finite and above nothing", () => {
  const number = fc.oneof(fc.nat(50), fc.constantFrom(0, 1e6, NaN, -3));
  const row = fc.record({
    n: fc.nat(30),
    slot: fc.nat(40),
    answered: number,
    handle: number,
    abandoned: number,
    waited: number,
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (list) => {
      const data = list.map(({ n, slot, ...sums }): ServiceRow => ({
        at: `${addDays("2025-02-03", n)} ${slot < 18 ? time(slot) : "23:30"}`,
        handleSquares: 0,
        ...sums,
      }));
      const { handle, patience } = serviceForecast(fitService(data, GRID), GRID)("2025-04-02");
      for (const told of [handle, patience]) assert.ok(!told || told.every((one) => one > 0 && Number.isFinite(one)));
    }),
    { numRuns: 100 },
  );
});

Deno.test("a rate follows what it is made of: nothing at all is null, always the same is the same", () => {
  const list = (events: number) =>
    Array.from({ length: 40 }, (_, n) => ({ day: addDays("2025-02-03", n), slot: n % 18, events, exposure: 2 }));
  assert.equal(fitRate([], GRID), null);
  assert.equal(fitRate(list(0), GRID), null);
  for (const rate of rateOn(fitRate(list(6), GRID)!, "2025-04-02")) assert.ok(Math.abs(rate - 3) < 1e-9);
});

Deno.test("the curve of patience counts answered callers as long as they waited, and no longer", () => {
  const wait = (seconds: number, hungUp: boolean) => ({ seconds, hungUp });
  const curve = survival([wait(10, true), wait(20, false), wait(30, true), wait(30, true), wait(40, false)]);
  assert.deepEqual(curve.map(({ seconds }) => seconds), [10, 30]);
  assert.ok(Math.abs(curve[0].share - 0.8) < 1e-12 && Math.abs(curve[1].share - 0.8 / 3) < 1e-12);
  assert.equal(medianOf(curve), 30);
  assert.equal(medianOf(survival([wait(5, false)])), null);
});

Deno.test("exponential patience has the curve's median, whatever part of the callers is answered before", () => {
  const random = seeded(5);
  const waits = Array.from({ length: 20_000 }, () => {
    const patience = exponential(random, 120), offered = exponential(random, 90);
    return { seconds: Math.min(patience, offered), hungUp: patience < offered };
  });
  near(medianOf(survival(waits))!, 120 * Math.LN2, 0.05);
});
