import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { PERMISSIONS } from "@/store/access.ts";
import { covers, narrowed } from "@/crm/people/narrow.ts";

const words = fc.subarray([...PERMISSIONS]);

Deno.test("a token never does more than its person or its scopes, whatever the two hold", () => {
  fc.assert(fc.property(words, words, (held, scopes) => {
    const both = narrowed(held, scopes);
    assert.ok(both.every((word) => covers(held, word) && covers(scopes, word)));
    const lost = PERMISSIONS.filter((word) => covers(held, word) && covers(scopes, word) && !covers(both, word));
    assert.deepEqual(lost, [], "and no less");
  }));
});

Deno.test("a reach covers the shorter ones, and of two the shorter counts", () => {
  assert.deepEqual(narrowed(["leads.view.all", "phones.full"], ["leads.view.team"]), ["leads.view.team"]);
  assert.deepEqual(narrowed(["leads.view.own"], ["leads.view.all", "phones.full"]), ["leads.view.own"]);
  assert.ok(covers(["leads.view.all"], "leads.view.own") && !covers(["leads.view.own"], "leads.view.team"));
});
