/** Robots are told from people without a captcha, and no person's request is lost by it. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { opened, seal, SEAL_AGE_MS } from "./seal.ts";
import { SEALED, type Sent, suspicionOfForm, TRAP } from "./verdict.ts";

const secret = "s".repeat(43);
const NOW = Date.UTC(2026, 2, 2, 9);
const sent = (fields: Record<string, string>, more: Partial<Sent> = {}): Sent => ({
  fields,
  secret,
  minFillMs: 2_000,
  now: NOW,
  ...more,
});

Deno.test("a person who took a few seconds passes; a robot in the trap, too fast or without the page does not", () => {
  const shown = (ago: number) => ({ [SEALED]: seal(secret, NOW - ago), name: "Иван", message: "https://a.ru и b" });
  assert.equal(suspicionOfForm(sent(shown(5_000))), null);
  assert.equal(suspicionOfForm(sent({ ...shown(5_000), [TRAP]: "http://x" })), "trap");
  assert.equal(suspicionOfForm(sent(shown(500))), "too-fast");
  assert.equal(suspicionOfForm(sent(shown(SEAL_AGE_MS + 1))), "too-old");
  assert.equal(suspicionOfForm(sent({ name: "x" })), "no-seal");
  assert.equal(suspicionOfForm(sent({ ...shown(5_000), message: '<a href="x">buy</a>' })), "script");
  assert.equal(suspicionOfForm(sent({ ...shown(5_000), message: "http://1 http://2 http://3 http://4" })), "links");
});

Deno.test("a seal opens with its own secret only, and no changed one opens, or a robot would choose its time", () => {
  fc.assert(fc.property(fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 }), fc.nat(60), (at, n) => {
    const text = seal(secret, at);
    assert.equal(opened(secret, text), at);
    assert.equal(opened("another", text), null);
    const i = n % text.length;
    const changed = text.slice(0, i) + (text[i] === "a" ? "b" : "a") + text.slice(i + 1);
    assert.equal(opened(secret, changed), null);
  }));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assert.equal(opened(secret, text), null)));
});
