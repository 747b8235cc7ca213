import assert from "node:assert/strict";
import { DEFAULT_ROLES, ForbiddenError, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company, person } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import {
  accessOf,
  archiveTeam,
  createRole,
  createTeam,
  createUser,
  createUserSchema,
  getUser,
  listAudit,
  listAuditSchema,
  listPeople,
  listRoles,
  listTeams,
  listUsers,
  logIn,
  removeRole,
  roleSchema,
  seedRoles,
  updateOwnProfile,
  updateRole,
  updateUser,
} from "@/crm/people/mod.ts";

const LAST = { ok: false, code: "people.error.last-administrator" };

Deno.test("the last administrator cannot be lost in any way, or nobody can ever mend the set-up", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    const admin = await person(store, "root", { role: "administrator" });
    assert.deepEqual(await updateUser(store, admin, { id: admin.user, roles: ["agent"] }), LAST);
    assert.deepEqual(await updateUser(store, admin, { id: admin.user, disabled: true }), LAST);
    assert.deepEqual(
      await updateRole(store, admin, { key: "administrator", title: null, permissions: ["audit.view"] }),
      LAST,
    );
    assert.equal((await getUser(store, admin, { id: admin.user }))?.disabled, false);
    assert.deepEqual((await getUser(store, admin, { id: admin.user }))?.roles, ["administrator"]);

    // Two administrators who remove each other at the same moment: one of them must stay.
    for (let round = 0; round < 5; round++) {
      const other = await person(store, `other${round}`, { role: "administrator" });
      const answers = await Promise.all([
        updateUser(store, admin, { id: other.user, disabled: true }),
        updateUser(store, other, { id: admin.user, roles: ["agent"] }),
      ]);
      assert.equal(answers.filter((answer) => answer.ok).length, 1);
      await updateUser(store, SYSTEM, { id: admin.user, roles: ["administrator"] });
      await updateUser(store, SYSTEM, { id: other.user, disabled: true });
    }
  });
});

Deno.test("only those who may manage users read and change them, or anybody makes himself administrator", async () => {
  await withDatabase(async (store) => {
    const { admin, agents, supervisors, analyst } = await company(store);
    for (const access of [...agents, ...supervisors, analyst]) {
      const forbidden = { name: "ForbiddenError", permission: "users.manage" };
      await assert.rejects(() => listUsers(store, access), forbidden);
      await assert.rejects(() => listRoles(store, access), forbidden);
      await assert.rejects(
        async () => await updateUser(store, access, { id: access.user, roles: ["administrator"] }),
        forbidden,
      );
      await assert.rejects(
        async () => await createRole(store, access, { key: "x", title: "X", permissions: [] }),
        forbidden,
      );
      await assert.rejects(() => getUser(store, access, { id: admin.user }), ForbiddenError);
      await assert.rejects(
        () => listAudit(store, access, listAuditSchema.parse({})),
        { permission: "audit.view" },
      );
      assert.equal((await getUser(store, access, { id: access.user }))?.id, access.user, "everybody reads himself");
      assert.ok((await updateOwnProfile(store, access, { locale: "en", theme: "dark" })).ok);
      assert.equal((await listPeople(store, access)).length, 6);
    }
    assert.equal((await listUsers(store, admin)).length, 6);
    assert.deepEqual((await listUsers(store, admin, { disabled: false, text: "%" })).length, 0, "no wildcards");
    assert.deepEqual((await listUsers(store, admin, { disabled: false, text: "BOSS" })).length, 2);
  });
});

Deno.test("a change of rights works at once in open sessions, or a dismissed supervisor keeps looking", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    await person(store, "root", { role: "administrator" });
    const team = unwrap(await createTeam(store, SYSTEM, { name: "One" }));
    const anna = await person(store, "anna", { role: "supervisor", team, password: "long enough pw" });
    const { token } = unwrap(await logIn(store, { login: "anna", password: "long enough pw" }, { ip: "192.0.2.1" }));
    const rights = async () => (await accessOf(store, token, { ip: "192.0.2.1" }))?.access;
    assert.deepEqual((await rights())?.permissions, new Set(DEFAULT_ROLES.supervisor));
    assert.deepEqual((await rights())?.teams, [team]);

    unwrap(
      await createRole(
        store,
        SYSTEM,
        roleSchema.parse({ key: "trainer", title: "Тренер", permissions: ["audit.view"] }),
      ),
    );
    unwrap(await updateUser(store, SYSTEM, { id: anna.user, roles: ["agent", "trainer"], team: null }));
    assert.deepEqual((await rights())?.permissions, new Set([...DEFAULT_ROLES.agent, "audit.view"]));
    assert.deepEqual((await rights())?.teams, []);
    unwrap(await updateRole(store, SYSTEM, { key: "trainer", title: "Тренер", permissions: [] }));
    assert.deepEqual((await rights())?.permissions, new Set(DEFAULT_ROLES.agent));
    assert.deepEqual(await removeRole(store, SYSTEM, { key: "trainer" }), {
      ok: false,
      code: "people.error.role-in-use",
    });
    assert.deepEqual(await removeRole(store, SYSTEM, { key: "agent" }), { ok: false, code: "people.error.no-role" });
  });
});

Deno.test("two people editing one user do not silently undo each other; bad references are said, not crashed on", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent], teams } = await company(store);
    const first = unwrap(await updateUser(store, admin, { id: agent.user, version: 1, name: "Анна", team: teams[1] }));
    assert.equal(first.version, 2);
    assert.deepEqual(await updateUser(store, admin, { id: agent.user, version: 1, name: "Other" }), {
      ok: false,
      code: "people.error.stale",
    });
    const audit = await listAudit(store, admin, listAuditSchema.parse({ action: "user.updated" }));
    assert.deepEqual(audit.rows[0].before, { name: "agent1", team: teams[0] });
    assert.deepEqual(audit.rows[0].after, { name: "Анна", team: teams[1] });

    const nobody = crypto.randomUUID();
    const code = async (input: Partial<Parameters<typeof updateUser>[2]>) => {
      const answer = await updateUser(store, admin, { id: agent.user, ...input });
      return answer.ok ? "" : answer.code;
    };
    assert.equal(await code({ id: nobody }), "people.error.no-user");
    assert.equal(await code({ team: nobody }), "people.error.no-team");
    assert.equal(await code({ oversees: [nobody] }), "people.error.no-team");
    assert.equal(await code({ roles: ["king"] }), "people.error.no-role");
    assert.equal(await code({ login: "admin" }), "people.error.login-taken");
    assert.equal((await createUser(store, admin, createUserSchema.parse({ login: "ADMIN", name: "x" }))).ok, false);
    assert.deepEqual(await archiveTeam(store, admin, { id: teams[1] }), {
      ok: false,
      code: "people.error.team-in-use",
    });
    assert.equal((await listTeams(store, admin)).find((team) => team.id === teams[1])?.people, 3);
  });
});
