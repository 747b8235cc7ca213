import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { getCountries } from "libphonenumber-js";
import russianNames from "@/locales/ru/phones.json" with { type: "json" };
import countries from "./countries.json" with { type: "json" };
import { placeOf } from "./place.ts";
import russia from "./russia.json" with { type: "json" };

const M = "Europe/Moscow";

Deno.test("a Russian landline tells its region and its clock, or Kamchatka is called at night", () => {
  const cases: [number: string, region: string, zones: string][] = [
    ["+74951234567", "77", M], // Moscow
    ["+74991234567", "77", M],
    ["+74961234567", "50", M], // Kolomna
    ["+74985001234", "50", M],
    ["+78123456789", "78", M], // Saint Petersburg
    ["+78136912345", "47", M], // Sosnovy Bor
    ["+74012123456", "39", "Europe/Kaliningrad"],
    ["+73652123456", "91", "Europe/Simferopol"],
    ["+78692123456", "92", "Europe/Simferopol"], // Sevastopol
    ["+78432123456", "16", M], // Kazan
    ["+78552123456", "16", M], // Naberezhnye Chelny
    ["+78442123456", "34", "Europe/Volgograd"],
    ["+78452123456", "64", "Europe/Saratov"],
    ["+78422123456", "73", "Europe/Ulyanovsk"],
    ["+78512123456", "30", "Europe/Astrakhan"],
    ["+78462123456", "63", "Europe/Samara"],
    ["+78482123456", "63", "Europe/Samara"], // Tolyatti
    ["+73412123456", "18", "Europe/Samara"], // Izhevsk
    ["+78332123456", "43", "Europe/Kirov"],
    ["+73432123456", "66", "Asia/Yekaterinburg"],
    ["+73422123456", "59", "Asia/Yekaterinburg"], // Perm
    ["+73472123456", "02", "Asia/Yekaterinburg"], // Ufa
    ["+73512123456", "74", "Asia/Yekaterinburg"],
    ["+73452123456", "72", "Asia/Yekaterinburg"], // Tyumen
    ["+73462123456", "86", "Asia/Yekaterinburg"], // Surgut
    ["+73492212345", "89", "Asia/Yekaterinburg"], // Salekhard
    ["+73812123456", "55", "Asia/Omsk"],
    ["+73832123456", "54", "Asia/Novosibirsk"],
    ["+73822123456", "70", "Asia/Tomsk"],
    ["+73852123456", "22", "Asia/Barnaul"],
    ["+73842123456", "42", "Asia/Novokuznetsk"], // Kemerovo
    ["+73912123456", "24", "Asia/Krasnoyarsk"],
    ["+73919123456", "24", "Asia/Krasnoyarsk"], // Norilsk
    ["+73952123456", "38", "Asia/Irkutsk"],
    ["+73012123456", "03", "Asia/Irkutsk"], // Ulan-Ude
    ["+73022123456", "75", "Asia/Chita"],
    ["+74112123456", "14", "Asia/Yakutsk"],
    ["+74113612345", "14", "Asia/Yakutsk"], // Mirny
    ["+74115412345", "14", "Asia/Yakutsk Asia/Ust-Nera Asia/Srednekolymsk"], // somewhere in three zones
    ["+74162123456", "28", "Asia/Yakutsk"], // Blagoveshchensk
    ["+74212123456", "27", "Asia/Vladivostok"], // Khabarovsk
    ["+74232123456", "25", "Asia/Vladivostok"],
    ["+74242123456", "65", "Asia/Sakhalin"],
    ["+74132123456", "49", "Asia/Magadan"],
    ["+74152123456", "41", "Asia/Kamchatka"],
    ["+74272212345", "87", "Asia/Anadyr"],
    ["+78182123456", "29", M], // Arkhangelsk
    ["+78185312345", "83", M], // Naryan-Mar
    ["+78622123456", "23", M], // Sochi
    ["+78793123456", "26", M], // Pyatigorsk
    ["+73362212345", "99", "Asia/Qyzylorda"], // Baikonur
  ];
  for (const [number, region, zones] of cases) {
    assert.deepEqual(placeOf(number), { country: "RU", region, timeZones: zones.split(" "), local: true }, number);
  }
});

Deno.test("a Russian mobile, toll-free or unknown number may be anywhere in Russia, never in Moscow for certain", () => {
  const anywhere = [
    M,
    "Europe/Kaliningrad",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
  ].sort();
  for (
    const number of [
      "+79161234567",
      "+79241234567",
      "+78001234567",
      "+78041234567",
      "+78091234567",
      "+73361112233",
      "+70001234567",
    ]
  ) {
    const place = placeOf(number);
    assert.deepEqual({ ...place, timeZones: place.timeZones.toSorted() }, {
      country: "RU",
      region: null,
      timeZones: anywhere,
      local: false,
    }, number);
    assert.equal(place.timeZones[0], M, "the first is the one most people keep");
  }
  assert.deepEqual(placeOf("+79781234567"), {
    country: "RU",
    region: null,
    timeZones: ["Europe/Simferopol"],
    local: false,
  });
  assert.deepEqual(placeOf("+79491234567").timeZones, [M]);
});

Deno.test("a foreign number has the clocks of its country", () => {
  const cases: [number: string, country: string, zones: string][] = [
    ["+77012345678", "KZ", "Asia/Almaty"],
    ["+77172123456", "KZ", "Asia/Almaty"],
    ["+76001234567", "KZ", "Asia/Almaty"],
    ["+375291234567", "BY", "Europe/Minsk"],
    ["+380441234567", "UA", "Europe/Kyiv"],
    ["+998901234567", "UZ", "Asia/Samarkand"],
    ["+995322123456", "GE", "Asia/Tbilisi"],
    ["+493012345678", "DE", "Europe/Berlin"],
    ["+442071234567", "GB", "Europe/London"],
    ["+8613912345678", "CN", "Asia/Shanghai"],
    ["+919876543210", "IN", "Asia/Kolkata"],
    ["+34911234567", "ES", "Europe/Madrid Atlantic/Canary"],
    ["+383491234567", "XK", "Europe/Belgrade"],
    ["+12684601234", "AG", "America/Antigua"],
  ];
  for (const [number, country, zones] of cases) {
    assert.deepEqual(placeOf(number), { country, region: null, timeZones: zones.split(" "), local: false }, number);
  }
  const states = placeOf("+12125550123").timeZones;
  for (const zone of ["America/New_York", "America/Phoenix", "Pacific/Honolulu"]) {
    assert.ok(states.includes(zone), zone);
  }
  const fictional = placeOf("+15551234567");
  assert.equal(fictional.country, "US");
  assert.ok(fictional.timeZones.includes("America/St_Johns"), "of nobody's plan: every country of +1 may be meant");
  assert.deepEqual(placeOf("+80012345678"), { country: "001", region: null, timeZones: [], local: false });
});

Deno.test("what is no number has no place, and nothing throws on an import's nonsense", () => {
  const none = { country: "", region: null, timeZones: [], local: false };
  for (
    const text of [
      "",
      "+",
      "abc",
      "+0",
      "84951234567",
      "+7",
      "+7495123456",
      "+749512345678",
      "+999123456",
      "+1",
      "*42",
      "+49x3012345678",
      "+12",
    ]
  ) {
    assert.deepEqual(placeOf(text), none, text);
  }
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+[1-9]\d{4,14}$/)), (text) => {
    const place = placeOf(text);
    assert.ok(/^([A-Z]{2}|001|)$/.test(place.country));
    assert.equal(place.local, place.region !== null);
    if (/^[A-Z]/.test(place.country)) assert.ok(place.timeZones.length > 0, text);
  }));
});

Deno.test("a caller's change to a place stays with the caller", () => {
  for (const number of ["+74951234567", "+79781234567", "+79161234567", "+493012345678", "+74113612345"]) {
    const before = placeOf(number);
    placeOf(number).timeZones.length = 0;
    assert.deepEqual(placeOf(number), before);
  }
});

Deno.test("every federal subject has an area, a zone and a name; every country of a number has a clock", () => {
  const regions = Object.keys(russia.regions).sort();
  assert.deepEqual([...new Set(Object.values(russia.areas))].sort(), regions);
  assert.deepEqual(Object.keys(russianNames).sort(), regions.map((code) => `phones.region.${code}`).sort());
  // 89 subjects without the one whose area code is not published, and Baikonur.
  assert.equal(regions.length, 89);
  for (const code of getCountries()) assert.ok((countries.zones as Record<string, string[]>)[code], code);
  const zones = [countries.zones, russia.regions, russia.areaZones, russia.mobiles].flatMap((it) =>
    Object.values(it as Record<string, string[]>).flat()
  );
  for (const timeZone of new Set(zones)) new Intl.DateTimeFormat("en", { timeZone });
});
