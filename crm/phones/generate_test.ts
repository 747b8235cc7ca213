import assert from "node:assert/strict";
import { clocksOf } from "./generate.ts";

Deno.test("a country has one zone a clock, the known name first, or Germany looks like a country of two times", () => {
  const table = [
    "# comment",
    "DE\t+5230+01322\tEurope/Berlin\tmost of Germany",
    "DE\t+4742+00841\tEurope/Busingen\tBusingen",
    "RU\t+5443+02030\tEurope/Kaliningrad\tMSK-01",
    "RU\t+554521+0373704\tEurope/Moscow\tMSK+00",
    "UA\t+4457+03406\tEurope/Simferopol\tCrimea",
    "RU\t+583600+0493900\tEurope/Kirov\tMSK+00",
    "UA\t+5026+03031\tEurope/Kyiv\tmost of Ukraine",
    "US\t+394421-1045903\tAmerica/Denver\tMountain",
    "US\t+332654-1120424\tAmerica/Phoenix\tMST",
    "",
  ].join("\n");
  assert.deepEqual(clocksOf(table), {
    AC: ["Atlantic/St_Helena"],
    DE: ["Europe/Berlin"],
    RU: ["Europe/Moscow", "Europe/Kaliningrad"],
    TA: ["Atlantic/St_Helena"],
    UA: ["Europe/Kyiv"],
    US: ["America/Denver", "America/Phoenix"],
    XK: ["Europe/Belgrade"],
  });
});
