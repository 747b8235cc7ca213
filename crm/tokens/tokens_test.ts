import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Access, ForbiddenError, type Permission } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { listAudit, listAuditSchema, listUsers, logIn, setPassword, updateRole, updateUser } from "@/crm/people/mod.ts";
import { loadDirectory } from "@/crm/queues/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import {
  accessOfToken,
  changeServiceAccount,
  createOwnToken,
  createServiceAccount,
  createServiceToken,
  listOwnTokens,
  listServiceAccounts,
  newServiceTokenSchema,
  newTokenSchema,
  revokeToken,
} from "@/crm/tokens/mod.ts";
import { isTokenText, newTokenText } from "@/crm/tokens/text.ts";

const door = { ip: "192.0.2.7" };
const token = (scopes: Permission[], name = "Reports") => newTokenSchema.parse({ name, scopes });

async function serviceToken(store: Store, access: Access, roles: string[], scopes: Permission[]) {
  const account = unwrap(await createServiceAccount(store, access, { name: "Site", roles, team: null }));
  const input = newServiceTokenSchema.parse({ account, name: "Main", scopes });
  return { account, ...unwrap(await createServiceToken(store, access, input)) };
}

Deno.test("a token does what its person may and its scopes name, and never more, whatever changes later", async () => {
  await withDatabase(async (store) => {
    const { admin, supervisors: [boss] } = await company(store);
    const made = unwrap(await createOwnToken(store, boss, token(["leads.view.team", "phones.full"])));
    assert.match(made.text, /^kmt_[\w-]{43}$/);
    const entered = await accessOfToken(store, made.text, door);
    assert.deepEqual([...entered!.access.permissions].sort(), ["leads.view.team", "phones.full"]);
    assert.deepEqual([entered!.access.user, entered!.access.origin, entered!.access.teams], [
      boss.user,
      "api",
      boss.teams,
    ]);
    const wider = await createOwnToken(store, boss, token(["users.manage"]));
    assert.deepEqual([wider.ok, !wider.ok && wider.code], [false, "api.error.more-than-you"]);
    unwrap(
      await updateRole(store, admin, { key: "supervisor", title: null, permissions: ["leads.view.all", "api.use"] }),
    );
    const left = [...(await accessOfToken(store, made.text, door))!.access.permissions];
    assert.deepEqual(left, ["leads.view.team"], "what the role lost is lost, what it gained is not in the scopes");
    unwrap(await updateUser(store, admin, { id: boss.user, disabled: true }));
    assert.equal(await accessOfToken(store, made.text, door), null, "a dismissed person's programs stop");
  });
});

Deno.test("revoked, ended and made-up tokens open nothing", async () => {
  await withDatabase(async (store) => {
    const { analyst, agents, supervisors } = await company(store);
    const made = unwrap(await createOwnToken(store, analyst, { ...token(["leads.view.all"]), days: 1 }));
    const now = Date.now();
    assert.ok(await accessOfToken(store, made.text, { ...door, now: now + 86_000_000 }));
    assert.equal(await accessOfToken(store, made.text, { ...door, now: now + 86_500_000 }), null);
    for (
      const text of [newTokenText(), "", "kmt_", `${made.text}x`, made.text.toLowerCase(), `kmt_${"\0".repeat(43)}`]
    ) {
      assert.equal(await accessOfToken(store, text, door), null);
    }
    assert.equal((await revokeToken(store, supervisors[0], { id: made.id })).ok, false, "another's token stays");
    unwrap(await revokeToken(store, analyst, { id: made.id }));
    assert.equal(await accessOfToken(store, made.text, door), null);
    assert.deepEqual(await listOwnTokens(store, analyst), []);
    await assert.rejects(async () => await createOwnToken(store, agents[0], token(["leads.view.own"])), ForbiddenError);
  });
});

Deno.test("when and from where a token was used is known, and its text stands nowhere", async () => {
  await withDatabase(async (store) => {
    const { admin, analyst } = await company(store);
    const made = unwrap(await createOwnToken(store, analyst, token(["leads.view.all"])));
    await accessOfToken(store, made.text, door);
    const [shown] = await listOwnTokens(store, analyst);
    assert.equal(shown.lastIp, "192.0.2.7");
    assert.ok(Date.now() - shown.lastUsedAt! < 60_000);
    const rows = await store.db.selectFrom("api_tokens").selectAll().execute();
    const audit = await listAudit(store, admin, listAuditSchema.parse({ action: "token." }));
    const events = await store.db.selectFrom("events").selectAll().execute();
    assert.equal(audit.rows.length, 1);
    const secret = made.text.slice(8);
    assert.doesNotMatch(JSON.stringify([rows, audit, events, shown]), new RegExp(secret));
  });
});

Deno.test("a service account works for programs only: no log-in, no desk, no place among people", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const { account, text } = await serviceToken(store, admin, ["agent"], ["leads.view.own", "leads.edit.own"]);
    const entered = await accessOfToken(store, text, door);
    assert.equal(entered!.user.name, "Site");
    assert.equal((await listUsers(store, admin)).some(({ id }) => id === account), false);
    assert.equal((await loadDirectory(store)).profiles.some(({ id }) => id === account), false);
    const reset = await setPassword(store, admin, { id: account, password: "a long password", mustChange: false });
    assert.equal(reset.ok, false);
    assert.equal((await updateUser(store, admin, { id: account, roles: ["administrator"] })).ok, false);
    const { login } = await store.db.selectFrom("users").select("login").where("id", "=", account)
      .executeTakeFirstOrThrow();
    assert.equal((await logIn(store, { login, password: "a long password" }, door)).ok, false);
    unwrap(await changeServiceAccount(store, admin, { id: account, disabled: true }));
    assert.equal(await accessOfToken(store, text, door), null);
    assert.deepEqual((await listServiceAccounts(store, admin)).map(({ disabled }) => disabled), [true]);
  });
});

Deno.test("making programs gives nobody more rights than they have, or api.manage is every right", async () => {
  await withDatabase(async (store) => {
    const { admin, supervisors: [boss] } = await company(store);
    const clerk: Access = { ...boss, permissions: new Set([...boss.permissions, "api.manage"]) };
    const wish = { name: "Mine", roles: ["administrator"], team: null };
    const code = async (answer: Promise<{ ok: boolean }>) => (await answer as { code?: string }).code;
    assert.equal(await code(createServiceAccount(store, clerk, wish)), "api.error.full-rights");
    const blind: Access = { ...admin, fields: new Map([["lead.budget", "hidden"]]) };
    assert.equal(await code(createServiceAccount(store, blind, wish)), "api.error.full-rights");
    const less: Access = { ...admin, permissions: new Set([...admin.permissions].filter((w) => w !== "users.manage")) };
    assert.equal(await code(createServiceAccount(store, less, wish)), "api.error.more-than-you");
    const { account } = await serviceToken(store, admin, ["administrator"], ["leads.view.all"]);
    const more = newServiceTokenSchema.parse({ account, name: "More", scopes: ["users.manage"] });
    assert.equal(await code(createServiceToken(store, less, more)), "api.error.more-than-you");
    assert.equal(
      await code(createOwnToken(store, { ...admin, origin: "api" }, token(["leads.view.all"]))),
      "api.error.by-hand",
    );
    await assert.rejects(async () => await createServiceAccount(store, boss, wish), ForbiddenError);
    const foreign = newServiceTokenSchema.parse({
      account: boss.user,
      name: "As a person",
      scopes: ["leads.view.all"],
    });
    assert.equal(await code(createServiceToken(store, admin, foreign)), "api.error.no-account");
  });
});

Deno.test("only what looks like a token costs a query", () => {
  assert.ok(isTokenText(newTokenText()));
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => !isTokenText(text) || /^kmt_[\w-]{43}$/.test(text)));
});
