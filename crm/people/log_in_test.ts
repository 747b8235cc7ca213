import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { person } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { hashPassword } from "@/crm/people/password.ts";
import {
  accessOf,
  changeOwnPassword,
  listAudit,
  listAuditSchema,
  listOwnSessions,
  logIn,
  logOut,
  purgeLoginFailures,
  purgeSessions,
  revokeOwnSession,
  seedRoles,
  setPassword,
  updateUser,
} from "@/crm/people/mod.ts";

const PASSWORD = "correct horse battery";
const T0 = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const door = (now = T0, ip = "192.0.2.1") => ({ ip, now, userAgent: "test" });

Deno.test("a session lives as long as it is used and no longer, or people are thrown out or left open", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    await person(store, "root", { role: "administrator" });
    const anna = await person(store, "anna", { role: "agent", password: PASSWORD });
    const { token } = unwrap(await logIn(store, { login: " Anna".trim(), password: PASSWORD }, door()));
    assert.match(token, /^[A-Za-z0-9_-]{43}$/);
    const stored = await store.db.selectFrom("sessions").selectAll().executeTakeFirstOrThrow();
    assert.ok(!JSON.stringify(stored).includes(token), "only the hash of the token is stored");

    const session = await accessOf(store, token, door(T0 + 11 * HOUR));
    assert.equal(session?.user.id, anna.user);
    assert.deepEqual(session?.access.permissions, anna.permissions);
    assert.ok(await accessOf(store, token, door(T0 + 22 * HOUR)), "used 11 h ago");
    assert.equal(await accessOf(store, token, door(T0 + 35 * HOUR)), null, "idle for more than 12 h");
    for (let at = T0 + 22 * HOUR; at < T0 + 7 * 24 * HOUR; at += 10 * HOUR) await accessOf(store, token, door(at));
    assert.equal(await accessOf(store, token, door(T0 + 7 * 24 * HOUR + 1)), null, "seven days at most");
    for (const bad of ["", "x", "A".repeat(43), `${token}x`, token.slice(1)]) {
      assert.equal(await accessOf(store, bad, door()), null);
    }
    assert.equal(await purgeSessions(store, T0 + 40 * 24 * HOUR), 1);
  });
});

Deno.test("logging out, revoking, disabling and a reset end sessions at once, or a thief stays in", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    await person(store, "root", { role: "administrator" });
    const anna = await person(store, "anna", { role: "agent", password: PASSWORD });
    const boris = await person(store, "boris", { role: "agent" });
    const open = async (password = PASSWORD) => unwrap(await logIn(store, { login: "anna", password }, door())).token;
    const alive = async (token: string) => await accessOf(store, token, door()) !== null;

    const [first, second] = [await open(), await open()];
    const session = await accessOf(store, first, door());
    assert.ok(session);
    await logOut(store, session);
    assert.deepEqual([await alive(first), await alive(second)], [false, true]);

    const [own] = await listOwnSessions(store, anna, { now: T0 });
    assert.deepEqual(await revokeOwnSession(store, boris, { id: own.id }), {
      ok: false,
      code: "people.error.no-session",
    }, "not somebody else's");
    assert.ok((await revokeOwnSession(store, anna, { id: own.id })).ok);
    assert.equal(await alive(second), false);

    const [third, fourth] = [await open(), await open()];
    const kept = await accessOf(store, third, door());
    assert.ok(kept);
    assert.equal(
      (await changeOwnPassword(store, kept, { current: "wrong", next: "another password" }, { now: T0 })).ok,
      false,
    );
    assert.ok((await changeOwnPassword(store, kept, { current: PASSWORD, next: "another password" }, { now: T0 })).ok);
    assert.deepEqual([await alive(third), await alive(fourth)], [true, false], "the changing session stays");

    unwrap(await setPassword(store, SYSTEM, { id: anna.user, password: PASSWORD, mustChange: true }));
    assert.equal(await alive(third), false);
    const fifth = await open();
    assert.equal((await accessOf(store, fifth, door()))?.user.mustChangePassword, true);
    unwrap(await updateUser(store, SYSTEM, { id: anna.user, disabled: true }));
    assert.equal(await alive(fifth), false);
    assert.deepEqual(await logIn(store, { login: "anna", password: PASSWORD }, door()), {
      ok: false,
      code: "people.error.wrong-password",
    });
  });
});

Deno.test("guessing is slowed down per login and address without locking colleagues out", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    await person(store, "anna", { role: "administrator" });
    // A cheap hash: this test is about counting.
    const password_hash = await hashPassword(PASSWORD, { ln: 15, r: 8, p: 3 });
    await store.db.updateTable("users").set({ password_hash }).where("login", "=", "anna").execute();
    const guess = (ip: string, now = T0, password = "guess") =>
      logIn(store, { login: "anna", password }, door(now, ip));
    const wrong = { ok: false, code: "people.error.wrong-password" };
    for (let i = 0; i < 5; i++) assert.deepEqual(await guess("192.0.2.66"), wrong);
    const blocked = { ok: false, code: "people.error.too-many", detail: { seconds: 1 } };
    assert.deepEqual(await guess("192.0.2.66", T0, PASSWORD), blocked, "also with the right one");
    assert.deepEqual(await guess("192.0.2.66", T0 + 1_000), wrong);
    assert.deepEqual(await guess("192.0.2.66", T0 + 2_000), { ...blocked, detail: { seconds: 1 } });
    assert.deepEqual(await guess("192.0.2.66", T0 + 3_000), wrong);
    assert.deepEqual(await guess("192.0.2.66", T0 + 3_001), { ...blocked, detail: { seconds: 4 } }, "it doubles");
    assert.ok((await guess("192.0.2.1", T0, PASSWORD)).ok, "Anna herself comes from elsewhere");
    assert.ok((await guess("192.0.2.66", T0 + 10_000, PASSWORD)).ok);
    assert.deepEqual(await guess("192.0.2.66", T0 + 10_000), wrong, "a success starts the count anew");

    // Tries at once must not all see a count of zero.
    const burst = await Promise.all(Array.from({ length: 12 }, () => guess("192.0.2.77")));
    assert.ok(burst.filter((answer) => !answer.ok && answer.code === "people.error.wrong-password").length <= 5);

    await purgeLoginFailures(store, T0 + 2 * HOUR);
    assert.equal((await store.db.selectFrom("login_failures").select("ip").execute()).length, 0);
  });
});

Deno.test("weak hashes are made anew at log-in, and log-ins stand in the audit without secrets", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    const admin = await person(store, "root", { role: "administrator" });
    const password_hash = await hashPassword(PASSWORD, { ln: 10, r: 8, p: 1 });
    await store.db.updateTable("users").set({ password_hash }).execute();
    await logIn(store, { login: "root", password: "wrong guess" }, door());
    unwrap(await logIn(store, { login: "root", password: PASSWORD }, door()));
    const { password_hash: now } = await store.db.selectFrom("users").select("password_hash").executeTakeFirstOrThrow();
    assert.match(now ?? "", /ln=15/);
    unwrap(await logIn(store, { login: "root", password: PASSWORD }, door()));

    const audit = await listAudit(store, admin, listAuditSchema.parse({ action: "user.", entityId: admin.user }));
    assert.deepEqual(audit.rows.map((row) => row.action), [
      "user.logged-in",
      "user.logged-in",
      "user.log-in-failed",
      "user.created",
    ]);
    assert.equal(audit.rows[0].actorName, "root");
    const text = JSON.stringify([audit, await store.db.selectFrom("events").selectAll().execute()]);
    for (const secret of [PASSWORD, "wrong guess", "scrypt"]) assert.ok(!text.includes(secret));
  });
});
