import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import {
  archiveSkill,
  createNumberSchema,
  createQueue,
  createQueueSchema,
  dispositionSchema,
  listDispositions,
  listPauseReasons,
  listQueues,
  listSkills,
  pauseReasonSchema,
  putDisposition,
  putPauseReason,
  putSkill,
  setUserSkills,
  siteSettings,
  siteSettingsSchema,
  skillNeedSchema,
  updateQueue,
  updateSiteSettings,
} from "@/crm/queues/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const queue = (name: string) => createQueueSchema.parse({ name });

Deno.test("skills, pause reasons and dispositions can be renamed, retired and brought back, and their uses are kept whole", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], admin } = await company(store);
    const lunch = pauseReasonSchema.parse({ key: "lunch", titleRu: "Обед", titleEn: "Lunch" });
    unwrap(await putPauseReason(store, admin, lunch));
    unwrap(await putPauseReason(store, admin, { ...lunch, titleEn: "Lunch break" }));
    unwrap(await putPauseReason(store, admin, { ...lunch, titleEn: "Lunch break" }));
    assert.deepEqual(await listPauseReasons(store, agent), [{ ...lunch, titleEn: "Lunch break" }]);
    const audit = await store.db.selectFrom("audit").select(["action", "before", "after"])
      .where("entity_kind", "=", "pause-reason").orderBy("at").execute();
    assert.deepEqual(audit.map((row) => row.action), ["pause-reason.created", "pause-reason.updated"]);
    assert.deepEqual(audit[1].after, { title_en: "Lunch break" });

    const id = unwrap(await createQueue(store, admin, queue("Sales")));
    const other = unwrap(await createQueue(store, admin, queue("Support")));
    unwrap(
      await putDisposition(
        store,
        admin,
        dispositionSchema.parse({ code: "sold", queue: id, titleRu: "Продажа", titleEn: "Sold" }),
      ),
    );
    unwrap(
      await putDisposition(store, admin, dispositionSchema.parse({ code: "spam", titleRu: "Спам", titleEn: "Spam" })),
    );
    const codes = async (of: string) => (await listDispositions(store, agent, { queue: of })).map((row) => row.code);
    assert.deepEqual([await codes(id), await codes(other)], [["sold", "spam"], ["spam"]]);
    assert.equal(
      code(
        await putDisposition(
          store,
          admin,
          dispositionSchema.parse({ code: "x", queue: crypto.randomUUID(), titleRu: "x", titleEn: "x" }),
        ),
      ),
      "setup.error.no-queue",
    );

    const english = { key: "english", titleRu: "Английский", titleEn: "English" };
    const need = skillNeedSchema.parse({ skill: "english", minLevel: 10, relax: [] });
    assert.equal(code(await updateQueue(store, admin, { id, skills: [need] })), "setup.error.no-skill");
    assert.equal(
      code(await setUserSkills(store, admin, { user: agent.user, skills: { english: 5 } })),
      "setup.error.no-such-skill",
    );
    unwrap(await putSkill(store, admin, english));
    unwrap(await updateQueue(store, admin, { id, skills: [need] }));
    unwrap(await setUserSkills(store, admin, { user: agent.user, skills: { english: 5 } }));
    assert.equal(code(await archiveSkill(store, admin, { key: "english" })), "setup.error.skill-in-use");
    unwrap(await updateQueue(store, admin, { id, skills: [] }));
    unwrap(await archiveSkill(store, admin, { key: "english" }));
    assert.deepEqual(await listSkills(store, agent), []);
    assert.equal(code(await archiveSkill(store, admin, { key: "english" })), "setup.error.no-entry");
    unwrap(await putSkill(store, admin, english));
    assert.deepEqual(await listSkills(store, agent), [english]);
  });
});

Deno.test("the set-up is changed by those who may, and nonsense stops at the door", async () => {
  await withDatabase(async (store) => {
    const { agents, supervisors, analyst, admin } = await company(store);
    for (const access of [...agents, ...supervisors, analyst]) {
      const forbidden = { permission: "queues.manage" };
      await assert.rejects(() => listQueues(store, access), forbidden);
      await assert.rejects(async () => await createQueue(store, access, queue("x")), forbidden);
      await assert.rejects(
        async () => await putSkill(store, access, { key: "x", titleRu: "x", titleEn: "x" }),
        forbidden,
      );
      await assert.rejects(async () => await updateSiteSettings(store, access, { companyName: "x" }), {
        permission: "settings.manage",
      });
    }
    unwrap(
      await updateSiteSettings(
        store,
        admin,
        siteSettingsSchema.parse({ companyName: "ООО «Ромашка»", timeZone: "Asia/Omsk" }),
      ),
    );
    assert.deepEqual(await siteSettings(store.db), {
      companyName: "ООО «Ромашка»",
      timeZone: "Asia/Omsk",
      locale: "ru",
      demo: false,
      escalateAfter: 1_440,
    });
    const bad = [
      siteSettingsSchema.safeParse({ timeZone: "Mars/Base" }),
      createQueueSchema.safeParse({ name: "" }),
      createQueueSchema.safeParse({ name: "x", music: "../etc" }),
      createQueueSchema.safeParse({ name: "x", serviceLevelMs: 0 }),
      createNumberSchema.safeParse({ did: "abc", queue: crypto.randomUUID() }),
      createNumberSchema.safeParse({ did: "1", queue: crypto.randomUUID(), greeting: ["https://evil.example/a.wav"] }),
      createNumberSchema.safeParse({ did: "1", queue: crypto.randomUUID(), greeting: ["sound:../../etc/passwd"] }),
      skillNeedSchema.safeParse({ skill: "a", minLevel: 10, relax: [{ afterMs: 5, minLevel: 20 }] }),
      skillNeedSchema.safeParse({
        skill: "a",
        minLevel: 10,
        relax: [{ afterMs: 5, minLevel: 5 }, { afterMs: 5, minLevel: 0 }],
      }),
    ];
    assert.deepEqual(bad.map((result) => result.success), bad.map(() => false));
  });
});
