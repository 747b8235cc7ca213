import assert from "node:assert/strict";
import { hashPassword, needsRehash, verifyPassword } from "@/crm/people/password.ts";

const WEAK = { ln: 10, r: 8, p: 1 };

Deno.test("the right password opens and nothing else does, or accounts are open or shut for good", async () => {
  const stored = await hashPassword("Синий кит 42");
  assert.match(stored, /^\$scrypt\$ln=15,r=8,p=3\$/);
  assert.notEqual(stored, await hashPassword("Синий кит 42"), "salted");
  assert.equal(await verifyPassword("Синий кит 42", stored), true);
  assert.equal(await verifyPassword("Синий кит 42".normalize("NFD"), stored), true, "typed on another system");
  for (const [password, hash] of [["Синий кит 43", stored], ["", stored], ["x", null], ["x", "plain"]] as const) {
    assert.equal(await verifyPassword(password, hash), false);
  }
  assert.equal(await verifyPassword("x", "$scrypt$ln=31,r=8,p=1$AAAA$AAAA"), false, "no absurd parameters");
});

Deno.test("hashes of weaker parameters are known, or they stay weak for ever", async () => {
  const weak = await hashPassword("old password", WEAK);
  assert.equal(await verifyPassword("old password", weak), true);
  assert.equal(needsRehash(weak), true);
  assert.equal(needsRehash(await hashPassword("new password")), false);
});

Deno.test("an unknown login takes as long as a known one, or logins can be guessed by the clock", async () => {
  const stored = await hashPassword("some password");
  await verifyPassword("x", null); // makes the stand-in
  const time = async (hash: string | null) => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await verifyPassword("x", hash);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const [known, unknown] = [await time(stored), await time(null)];
  // Without the stand-in it would be microseconds; the wide bound is for busy test machines.
  assert.ok(unknown > known / 4 && unknown < known * 4, `${known} ms against ${unknown} ms`);
});
