import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import {
  listNotices,
  listNoticesSchema,
  markRead,
  noticeNews,
  notify,
  purgeNotices,
  snooze,
} from "@/crm/notices/mod.ts";
import { unwrap } from "@/crm/result.ts";

const DAY = 86_400_000;

Deno.test("nobody reads, marks or puts off what another was told", async () => {
  await withDatabase(async (store) => {
    const { agents: [mine, other] } = await company(store);
    const tell = (user: string, text: string, link = "/deals") =>
      store.tx((trx) => notify(trx, { users: [user], kind: "automation", data: { rule: "r", text }, link }));
    await tell(mine.user, "one");
    await tell(mine.user, "two", "/tasks/1");
    const list = (access: typeof mine, query = {}) => listNotices(store, access, listNoticesSchema.parse(query));
    const [{ id }] = (await list(mine)).rows;
    assert.deepEqual((await list(other)).rows, []);
    assert.equal(unwrap(await markRead(store, other, { ids: [id], read: true })).changed, 0);
    assert.deepEqual(await snooze(store, other, { id, minutes: 10 }), { ok: false, code: "notices.error.none" });
    const news = await noticeNews(store, other, { since: 0, shown: [id], timeZone: "UTC" });
    assert.deepEqual([news.unread, news.rows.length, news.gone], [0, 0, [id]]);
    assert.equal((await noticeNews(store, mine, { timeZone: "UTC" })).unread, 2);
  });
});

Deno.test("pages follow each other without gaps; what came while 'read all' was clicked stays unread", async () => {
  await withDatabase(async (store) => {
    const { agents: [mine] } = await company(store);
    const tell = (text: string, link = "/deals") =>
      store.tx((trx) => notify(trx, { users: [mine.user], kind: "automation", data: { rule: "r", text }, link }));
    for (let n = 0; n < 7; n++) await tell(`${n}`, n === 3 ? "/tasks/3" : "/deals");
    const texts: unknown[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await listNotices(store, mine, listNoticesSchema.parse({ limit: 3, after }));
      texts.push(...page.rows.map(({ data }) => data.text));
      after = page.next ?? undefined;
      more = page.next !== null;
    }
    assert.deepEqual(texts, ["6", "5", "4", "3", "2", "1", "0"]);
    assert.equal(unwrap(await markRead(store, mine, { link: "/tasks/3", read: true })).changed, 1);
    const until = new Date().toISOString();
    await store.db.updateTable("notices").set({ told_at: new Date(Date.now() + 60_000) }).where("link", "=", "/deals")
      .where((eb) => eb(eb.ref("data", "->>").key("text"), "=", "6")).execute();
    assert.equal(unwrap(await markRead(store, mine, { until, read: true })).changed, 5);
    assert.equal((await noticeNews(store, mine, { timeZone: "UTC" })).unread, 1);
    const first = await noticeNews(store, mine, { since: Date.parse(until), timeZone: "UTC" });
    assert.deepEqual(first.rows.map(({ data }) => data.text), ["6"]);
    const later = await noticeNews(store, mine, { since: first.at + 5_001, timeZone: "UTC" });
    assert.deepEqual(later.rows, []);
  });
});

Deno.test("old notices are deleted at night, unread ones later than read ones", async () => {
  await withDatabase(async (store) => {
    const { agents: [mine] } = await company(store);
    for (let n = 0; n < 2; n++) {
      const data = { rule: "r", text: `${n}` };
      await store.tx((trx) => notify(trx, { users: [mine.user], kind: "automation", data, link: "" }));
    }
    const [{ id }] = (await listNotices(store, mine, listNoticesSchema.parse({}))).rows;
    unwrap(await markRead(store, mine, { ids: [id], read: true }));
    assert.equal(await purgeNotices(store), 0);
    assert.equal(await purgeNotices(store, Date.now() + 61 * DAY), 1);
    assert.equal(await purgeNotices(store, Date.now() + 181 * DAY), 1);
    const left = await store.db.selectFrom("notice_deliveries").select("id").execute();
    assert.deepEqual(left, [], "with their deliveries");
  });
});
