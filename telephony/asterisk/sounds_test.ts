import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { announcementSounds, expectedWaitSounds, numberSounds, positionSounds, speakableMinutes } from "./sounds.ts";

const MINUTE = 60_000;

Deno.test("places are spoken as people say them, else callers hear digits", () => {
  assert.deepEqual(positionSounds(1), ["sound:queue-youarenext"]);
  assert.deepEqual(positionSounds(21), [
    "sound:queue-thereare",
    "sound:digits/20",
    "sound:digits/1",
    "sound:queue-callswaiting",
  ]);
  assert.deepEqual(numberSounds(40), ["sound:digits/40"]);
  assert.deepEqual(numberSounds(13), ["sound:digits/13"]);
  for (const odd of [0, -1, 1.5, 100, NaN]) assert.deepEqual(positionSounds(odd), []);
});

Deno.test("a Russian wait is in right Russian and never shorter than expected, else callers are misled", () => {
  assert.deepEqual(expectedWaitSounds(20_000, "ru"), ["sound:queue-holdtime", "sound:queue-minute"]);
  assert.deepEqual(expectedWaitSounds(2 * MINUTE, "ru"), [
    "sound:queue-holdtime",
    "sound:digits/5",
    "sound:queue-minutes",
  ]);
  assert.deepEqual([1, 2, 4, 5, 11, 12, 14, 20, 21, 23, 25, 51, 59].map((n) => speakableMinutes(n, "ru")), [
    1,
    5,
    5,
    5,
    11,
    12,
    14,
    20,
    25,
    25,
    25,
    55,
    59,
  ]);
  fc.assert(fc.property(fc.integer({ min: 2, max: 60 }), (minutes) => {
    const spoken = speakableMinutes(minutes, "ru");
    assert.ok(spoken >= minutes && spoken <= minutes + 4);
    assert.equal(new Intl.PluralRules("ru").select(spoken), "many");
  }));
});

Deno.test("an English wait keeps its minutes, and an endless or broken one is not spoken", () => {
  assert.deepEqual(expectedWaitSounds(MINUTE, "en"), ["sound:queue-holdtime", "sound:digits/1", "sound:queue-minute"]);
  assert.deepEqual(expectedWaitSounds(MINUTE + 1, "en"), [
    "sound:queue-holdtime",
    "sound:digits/2",
    "sound:queue-minutes",
  ]);
  for (const odd of [61 * MINUTE, Infinity, NaN, -1]) assert.deepEqual(expectedWaitSounds(odd, "en"), []);
});

Deno.test("with nothing to say nothing is played, else music stops for a thank-you alone", () => {
  assert.deepEqual(announcementSounds({ position: null, expectedWaitMs: null, language: "ru" }), []);
  assert.deepEqual(announcementSounds({ position: 500, expectedWaitMs: null, language: "ru" }), []);
  assert.equal(
    announcementSounds({ position: 2, expectedWaitMs: null, language: "ru" }).at(-1),
    "sound:queue-thankyou",
  );
});

Deno.test("every sound exists in both voices, else an announcement breaks off in the middle", () => {
  const root = Deno.env.get("ASTERISK_ROOT") ?? "data/asterisk/root";
  const base = ["", root].map((at) => `${at}/usr/share/asterisk/sounds`).find((at) => {
    try {
      return Deno.statSync(`${at}/ru_RU_f_IvrvoiceRU`).isDirectory;
    } catch {
      return false;
    }
  });
  if (!base) {
    console.log(`    not compared with files: no Asterisk sounds in / or ${root}`);
    return;
  }
  for (const [language, voice] of [["ru", "ru_RU_f_IvrvoiceRU"], ["en", "en_US_f_Allison"]] as const) {
    const all = Array.from(
      { length: 99 },
      (_, n) => announcementSounds({ position: n + 1, expectedWaitMs: (n + 1) * MINUTE, language }),
    );
    for (const sound of new Set(all.flat())) {
      assert.ok(Deno.statSync(`${base}/${voice}/${sound.slice("sound:".length)}.wav`).size > 0, `${language} ${sound}`);
    }
  }
});
