import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Access } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { createRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { type Asked, claimKey, ClaimLostError, KEPT_MS, purgeKeys, settle } from "@/crm/idempotency/mod.ts";

const sha = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());
const T0 = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;
const text = (body: Uint8Array) => new TextDecoder().decode(body);

async function withKey(
  use: (
    world: { store: Store; access: Access; asked(over?: Partial<Asked>): Asked; leads(): Promise<number> },
  ) => Promise<void>,
): Promise<void> {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    await use({
      store,
      access: admin,
      asked: (over) => ({
        user: admin.user,
        key: "k1",
        request: "POST /api/v1/leads",
        bodySha256: sha("{}"),
        now: T0,
        ...over,
      }),
      leads: async () => (await store.db.selectFrom("leads").select("id").execute()).length,
    });
  });
}

const lead = (store: Store, access: Access, claim: string) =>
  createRecord(store, { ...access, once: { user: access.user, key: "k1", claim } }, {
    kind: "lead",
    values: { name: "Once" },
  });

Deno.test("the same request gets the same answer, another one under its key is refused", async () => {
  await withKey(async ({ store, access, asked }) => {
    const first = await claimKey(store, asked());
    assert.ok(first.is === "mine");
    assert.equal((await claimKey(store, asked())).is, "in-flight");
    const once = { user: access.user, key: "k1", claim: first.claim };
    await settle(store, once, { status: 200, contentType: "application/json", body: new TextEncoder().encode("{1}") });
    const again = await claimKey(store, asked());
    assert.ok(again.is === "answered");
    assert.deepEqual([again.answer.status, text(again.answer.body)], [200, "{1}"]);
    assert.equal((await claimKey(store, asked({ bodySha256: sha("{2}") }))).is, "other-request");
    assert.equal((await claimKey(store, asked({ request: "POST /api/v1/contacts" }))).is, "other-request");
    assert.equal((await claimKey(store, asked({ now: T0 + KEPT_MS + 1 }))).is, "mine", "a day later it is free");
    assert.equal(await purgeKeys(store, T0 + KEPT_MS), 0);
    assert.equal(await purgeKeys(store, T0 + 3 * KEPT_MS), 1);
  });
});

Deno.test("of many at the same moment one is done, or a client's retry makes two leads", async () => {
  await withKey(async ({ store, asked }) => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => claimKey(store, asked())));
    assert.deepEqual(claims.map(({ is }) => is).sort(), [...Array(19).fill("in-flight"), "mine"]);
  });
});

Deno.test("a try that died before its change is done again, one that died after it is known as done", async () => {
  await withKey(async ({ store, access, asked, leads }) => {
    await claimKey(store, asked());
    assert.equal((await claimKey(store, asked({ now: T0 + MINUTE / 2 }))).is, "in-flight", "it may still be at work");
    const second = await claimKey(store, asked({ now: T0 + 2 * MINUTE }));
    assert.ok(second.is === "mine", "nothing was done: try again");
    const made = await lead(store, access, second.claim);
    assert.ok(made.ok);
    // It dies here, its answer unsent.
    const third = await claimKey(store, asked({ now: T0 + 4 * MINUTE }));
    assert.deepEqual(third, { is: "applied", applied: { type: "lead.created", kind: "lead", id: made.value.id } });
    assert.equal(await leads(), 1);
  });
});

Deno.test("a try taken for dead that comes back is rolled back, or both tries are done", async () => {
  await withKey(async ({ store, access, asked, leads }) => {
    const slow = await claimKey(store, asked());
    const next = await claimKey(store, asked({ now: T0 + 2 * MINUTE }));
    assert.ok(slow.is === "mine" && next.is === "mine");
    assert.ok((await lead(store, access, next.claim)).ok);
    await assert.rejects(lead(store, access, slow.claim), ClaimLostError);
    assert.equal(await leads(), 1);
  });
});

Deno.test("a refusal without any change frees the key, a change keeps it", async () => {
  await withKey(async ({ store, access, asked }) => {
    const first = await claimKey(store, asked());
    assert.ok(first.is === "mine");
    await settle(store, { user: access.user, key: "k1", claim: first.claim }, null);
    const second = await claimKey(store, asked());
    assert.ok(second.is === "mine");
    await lead(store, access, second.claim);
    await settle(store, { user: access.user, key: "k1", claim: second.claim }, null);
    assert.equal((await claimKey(store, asked({ now: T0 + 2 * MINUTE }))).is, "applied");
  });
});
