import assert from "node:assert/strict";
import { clock, initials, maskedNumber, percent, prettyNumber } from "./format.ts";

Deno.test("timers read as a clock does, also past an hour and with a clock that runs ahead", () => {
  assert.equal(clock(7_900), "0:07");
  assert.equal(clock(723_000), "12:03");
  assert.equal(clock(3_723_000), "1:02:03");
  assert.equal(clock(-500), "0:00");
});

Deno.test("a masked number does not give the customer away", () => {
  assert.equal(maskedNumber("+74951234567"), "+7 ••• 67");
  assert.equal(maskedNumber("101"), "•••");
});

Deno.test("numbers and names are shown so that people can read them out", () => {
  assert.equal(prettyNumber("+74951234567"), "+7 495 123-45-67");
  assert.equal(prettyNumber("+442071234567"), "+442071234567");
  assert.equal(initials("Анна Петрова"), "АП");
  assert.equal(initials("+7 900"), "#");
  assert.equal(percent(0, 0), "–");
  assert.equal(percent(4, 5), "80%");
});
