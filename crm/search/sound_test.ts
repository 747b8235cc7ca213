import assert from "node:assert/strict";
import { soundKey } from "./sound.ts";

Deno.test("words that sound alike have one key, and those that do not have two", () => {
  const alike = ["константин канстантин", "иванов иваноф", "щербаков щирбакоф", "филиппов филипов", "соловьев саловев"];
  const unlike = ["иванова иваново", "петров петрова", "козлов кислов", "марина мария", "зуев суев", "лида лидо"];
  for (const pair of alike) assert.equal(...pair.split(" ").map(soundKey) as [string, string], pair);
  for (const pair of unlike) assert.notEqual(...pair.split(" ").map(soundKey) as [string, string], pair);
  assert.deepEqual(["глеб", "герб", "яга", "лодка", "снег", "муж", "глаз", "вход"].map(soundKey), [
    "глип",
    "гирп",
    "ига",
    "латка",
    "сник",
    "муш",
    "глас",
    "фхат",
  ]);
});
