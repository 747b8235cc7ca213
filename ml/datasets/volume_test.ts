import assert from "node:assert/strict";
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import { createQueueSchema } from "@/crm/queues/mod.ts";
import { queueRow } from "@/crm/queues/queue_row.ts";
import { seedDemo, seedDemoHistory, seedDemoPast } from "@/crm/demo/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { unwrap } from "@/crm/result.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/store/store.ts";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { addMarkedDay, inspectVolume, receiveUpload, removeUpload, volumeTask } from "@/ml/datasets/mod.ts";
import type { CallsDataset } from "@/ml/datasets/types.ts";
import { RefusedError } from "@/ml/training/protocol.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";
import { readObservations } from "@/ml/volume/observations.ts";

const settings = VOLUME_SETTINGS;

async function queueOf(store: Store, name: string): Promise<string> {
  const id = newId();
  const queue = createQueueSchema.parse({ name });
  await store.db.insertInto("queues").values({ id, name, ...queueRow(queue), skills: "[]" }).execute();
  return id;
}

interface Made {
  queue: string;
  /** UTC. */
  at: string;
  did?: string;
  outcome?: "answered" | "abandoned";
  waitS?: number;
  talkS?: number;
  direction?: "inbound" | "outbound";
  demo?: boolean;
}

async function call(store: Store, made: Made): Promise<void> {
  const { outcome = "answered", waitS = 5, talkS = outcome === "answered" ? 100 : 0 } = made;
  const at = Date.parse(made.at);
  await store.db.insertInto("calls").values({
    id: newId(),
    direction: made.direction ?? "inbound",
    number: "+74950001122",
    did: made.did ?? "+74950100001",
    queue_id: made.queue,
    agent_id: null,
    contact_id: null,
    team_id: null,
    started_at: new Date(at - 4_000).toISOString(),
    queued_at: new Date(at).toISOString(),
    answered_at: null,
    ended_at: new Date(at + (waitS + talkS) * 1_000).toISOString(),
    wait_ms: waitS * 1_000,
    talk_ms: talkS * 1_000,
    wrap_ms: outcome === "answered" ? 20_000 : 0,
    outcome,
    end_reason: null,
    recording_name: null,
    recording_seconds: null,
    disposition: null,
    rating: null,
    notes_edited_at: null,
    disposition_edited_at: null,
    demo: made.demo ?? false,
  }).execute();
}

function dataset(queue: string, more: Partial<CallsDataset> = {}): CallsDataset {
  return {
    from: "calls",
    queue,
    step: 30,
    since: null,
    until: null,
    filter: { dids: [], leastWait: 0 },
    like: null,
    upload: null,
    ...more,
  };
}

Deno.test("calls are counted by the company's clock, without today, outbound calls and the demo's", async () => {
  await withDatabase(async (store) => {
    const [queue, other] = [await queueOf(store, "Sales"), await queueOf(store, "Support")];
    // 20:50 UTC is tomorrow in Moscow.
    await call(store, { queue, at: "2026-03-09T20:50:00Z" });
    await call(store, { queue, at: "2026-03-10T06:10:00Z" });
    await call(store, { queue, at: "2026-03-10T06:29:59Z", outcome: "abandoned", waitS: 30 });
    await call(store, { queue, at: "2026-03-10T06:30:00Z", did: "+74950100002" });
    await call(store, { queue, at: "2026-03-11T09:00:00Z" });
    await call(store, { queue: other, at: "2026-03-10T06:10:00Z" });
    await call(store, { queue, at: "2026-03-10T06:10:00Z", direction: "outbound" });
    await call(store, { queue, at: "2026-03-10T06:10:00Z", demo: true });
    const asked = { dataset: dataset(queue), settings, today: "2026-03-11" };
    const data = await volumeTask(store, asked);
    const counted = (rows: typeof data.rows) =>
      Object.fromEntries(rows.filter(({ calls }) => calls > 0).map(({ at, calls }) => [at, calls]));
    assert.deepEqual(counted(data.rows), { "2026-03-09 23:30": 1, "2026-03-10 09:00": 2, "2026-03-10 09:30": 1 });
    assert.deepEqual([data.from, data.to], ["2026-03-09", "2026-03-10"]);
    assert.equal(data.rows.find(({ at }) => at === "2026-03-10 12:00")?.calls, 0);
    const nine = data.service.find(({ at }) => at === "2026-03-10 09:00");
    assert.deepEqual(nine, {
      at: "2026-03-10 09:00",
      answered: 1,
      handle: 120,
      handleSquares: 14_400,
      abandoned: 1,
      waited: 35,
    });
    const filtered = await volumeTask(store, {
      ...asked,
      dataset: dataset(queue, { filter: { dids: ["+74950100001"], leastWait: 31 } }),
    });
    assert.deepEqual(counted(filtered.rows), { "2026-03-09 23:30": 1, "2026-03-10 09:00": 1 });
    assert.notEqual(filtered.fingerprint, data.fingerprint);
    assert.equal((await volumeTask(store, asked)).fingerprint, data.fingerprint, "the same data, the same fingerprint");
    const five = await volumeTask(store, { ...asked, dataset: dataset(queue, { step: 5 }) });
    assert.deepEqual(counted(five.rows), {
      "2026-03-09 23:50": 1,
      "2026-03-10 09:10": 1,
      "2026-03-10 09:25": 1,
      "2026-03-10 09:30": 1,
    });
    await store.db.updateTable("site_settings").set({ demo: true }).execute();
    assert.equal(counted((await volumeTask(store, asked)).rows)["2026-03-10 09:00"], 3, "in the demo they count");
  });
});

Deno.test("on days when clocks change the rate stays, and the analyst is told", async () => {
  await withDatabase(async (store) => {
    await store.db.updateTable("site_settings").set({ time_zone: "Europe/Berlin" }).execute();
    const queue = await queueOf(store, "Night");
    const from = Date.UTC(2026, 9, 18, 22);
    await sql`insert into calls (id, direction, number, did, queue_id, started_at, queued_at, ended_at, outcome)
      select 'c' || n, 'inbound', '+1', '+1', ${queue}::uuid, at, at, at, 'answered'
      from generate_series(0, ${(10 * 24 + 1) * 6 - 1}::int) n,
        lateral (select to_timestamp(${from / 1000}::float8 + n * 600) as at) t`.execute(store.db);
    const asked = { dataset: dataset(queue, { step: 60 }), settings, today: "2026-10-29" };
    const data = await volumeTask(store, asked);
    assert.ok(data.rows.every(({ calls }) => calls === 6), "two o'clock comes twice with six calls each");
    const quality = await inspectVolume(store, asked);
    assert.equal(quality.refusal?.code, "constant");
    assert.ok(
      quality.findings.some(({ code, examples }) => code === "daylight-saving" && examples[0] === "2026-10-25"),
    );
  });
});

Deno.test("a new queue begins with a similar one's history, scaled by the days that both have", async () => {
  await withDatabase(async (store) => {
    const [old, fresh] = [await queueOf(store, "Old"), await queueOf(store, "New")];
    const stream = async (queue: string, { from, days, perHour }: { from: string; days: number; perHour: number }) => {
      await sql`insert into calls (id, direction, number, did, queue_id, started_at, queued_at, ended_at, outcome)
        select ${queue} || d || '-' || n, 'inbound', '+1', '+1', ${queue}::uuid, at, at, at, 'answered'
        from generate_series(0, ${days - 1}::int) d, generate_series(0, ${12 * perHour - 1}::int) n,
          lateral (select ${from}::timestamptz + d * interval '1 day' + (n % ${8 * perHour}::int) *
            ${3600 / perHour}::int * interval '1 second' as at) t`
        .execute(store.db);
    };
    await stream(old, { from: "2026-03-02T06:00:00Z", days: 30, perHour: 12 });
    const asked = { dataset: dataset(fresh, { like: { queue: old, share: null } }), settings, today: "2026-04-01" };
    const before = await inspectVolume(store, asked);
    assert.deepEqual(before.like, { share: 1, told: "whole", days: 0 });
    assert.equal(before.refusal, null);
    assert.equal(before.days, 30);
    await stream(fresh, { from: "2026-03-20T06:00:00Z", days: 10, perHour: 4 });
    const { like, series } = await inspectVolume(store, asked);
    assert.deepEqual(like, { share: 1 / 3, told: "days", days: 9 });
    assert.equal(series.find(({ day }) => day === "2026-03-19")?.source, "like");
    assert.equal(series.find(({ day }) => day === "2026-03-20")?.source, "own");
    const data = await volumeTask(store, asked);
    const usual = (at: string) => at.slice(11) < "13:00" ? 4 : 2;
    assert.ok(
      data.rows.every(({ at, calls }) => Math.abs(calls - usual(at)) < 1e-9),
      "no step where the own history begins",
    );
    const given = await inspectVolume(store, {
      ...asked,
      dataset: dataset(fresh, { like: { queue: old, share: 0.5 } }),
    });
    assert.deepEqual(given.like, { share: 0.5, told: "given", days: 0 });
    await assert.rejects(
      volumeTask(store, { ...asked, dataset: dataset(newId()) }),
      (error) => error instanceof RefusedError && error.refusal.code === "no-queue",
    );
  });
});

Deno.test("a file stands before the own history, is made coarser, and cannot go while a model learns from it", async () => {
  await withDatabase(async (store) => {
    const queue = await queueOf(store, "Moved");
    await call(store, { queue, at: "2026-03-16T06:10:00Z" });
    const lines = ["2026-03-13", "2026-03-14", "2026-03-16"].flatMap((day) =>
      Array.from({ length: 12 }, (_, n) => `${day} 09:${`${n * 5}`.padStart(2, "0")},2`)
    );
    const upload = unwrap(
      await receiveUpload(store, SYSTEM, {
        kind: "volume",
        name: "old.csv",
        body: new Blob([["datetime,calls", ...lines].join("\n")]).stream(),
      }),
    );
    assert.deepEqual([upload.step, upload.rows, upload.calls, upload.models], [5, 36, 72, 0]);
    const both = dataset(queue, { upload: upload.id });
    const data = await volumeTask(store, { dataset: both, settings, today: "2026-03-17" });
    assert.deepEqual(data.rows.filter(({ calls }) => calls > 0), [
      { at: "2026-03-13 09:00", calls: 12 },
      { at: "2026-03-13 09:30", calls: 12 },
      { at: "2026-03-14 09:00", calls: 12 },
      { at: "2026-03-14 09:30", calls: 12 },
      { at: "2026-03-16 09:00", calls: 1 },
    ]);
    const alone = await volumeTask(store, {
      dataset: { from: "upload", upload: upload.id, since: "2026-03-14", until: null },
      settings,
      today: "2026-12-01",
    });
    assert.equal(alone.rows.length, 24);
    await store.db.insertInto("forecast_models").values({
      id: newId(),
      kind: "volume",
      name: "m",
      queue_id: queue,
      record_kind: null,
      dataset: JSON.stringify(both),
      settings: "{}",
      next_train_at: null,
      champion_id: null,
      created_by: null,
      archived_at: null,
    }).execute();
    const removed = await removeUpload(store, SYSTEM, { id: upload.id });
    assert.deepEqual(removed, { ok: false, code: "datasets.error.upload-in-use", detail: { models: 1 } });
    await store.db.updateTable("forecast_models").set({ archived_at: sql`now()` }).execute();
    unwrap(await removeUpload(store, SYSTEM, { id: upload.id }));
    const gone = await inspectVolume(store, { dataset: both, settings, today: "2026-03-17" });
    assert.equal(gone.refusal?.code, "no-upload");
  });
});

Deno.test("a file that is too large is refused while it comes, not after", async () => {
  await withDatabase(async (store) => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(1_048_576).fill(0x31));
      },
    });
    const answer = await receiveUpload(store, SYSTEM, { kind: "volume", name: "x.csv", body: endless });
    assert.equal(answer.ok ? "" : answer.code, "datasets.error.too-large");
    assert.ok(sent < 20, `${sent} MB were taken`);
  });
});

Deno.test("marked days and holidays reach the model: closures close, other kinds are effects by their name", async () => {
  await withDatabase(async (store) => {
    const [queue, other] = [await queueOf(store, "Sales"), await queueOf(store, "Support")];
    for (let n = 0; n < 40; n++) {
      const day = addDays("2026-01-20", n);
      if (weekdayOf(day) < 5 && day !== "2026-02-23") await call(store, { queue, at: `${day}T09:00:00Z` });
      if (weekdayOf(day) === 1) await call(store, { queue, at: `${day}T09:40:00Z` });
    }
    const mark = (input: Partial<Parameters<typeof addMarkedDay>[2]>) =>
      addMarkedDay(store, SYSTEM, {
        queue: null,
        kind: "closure",
        first: "2026-03-20",
        last: "2026-03-20",
        name: "",
        ...input,
      });
    unwrap(await mark({}));
    unwrap(await mark({ queue, kind: "campaign", first: "2026-02-02", last: "2026-02-03" }));
    unwrap(await mark({ queue: other, kind: "mailing" }));
    assert.equal((await mark({ queue: newId() })).ok, false);
    const asked = { dataset: dataset(queue), settings, today: "2026-03-01" };
    const { calendar } = await volumeTask(store, asked);
    assert.ok(calendar.closures.has("2026-03-20"));
    assert.ok(calendar.closures.has("2026-02-23") && calendar.closures.has("2026-03-09"), "as the holiday before");
    assert.deepEqual([...calendar.special], [["campaign", ["2026-02-02", "2026-02-03"]]]);
    const { coming } = await inspectVolume(store, asked);
    assert.deepEqual(coming.map(({ day, kind }) => [day, kind]), [["2026-03-09", "closed"], ["2026-03-20", "closed"]]);
    const without = await volumeTask(store, { ...asked, settings: { ...settings, holidays: false } });
    assert.deepEqual([...without.calendar.closures], ["2026-03-20"]);
  });
});

Deno.test("the demo's queues have a past that forecasts can be learnt from, holidays and all", async () => {
  await withDatabase(async (store) => {
    await seedDemo(store, { locale: "ru", loopback: true });
    await seedDemoHistory(store, { now: Date.UTC(2026, 5, 15, 12) });
    await seedDemoPast(store);
    const queues = await store.db.selectFrom("queues").select("id").execute();
    for (const { id } of queues) {
      const data = await volumeTask(store, { dataset: dataset(id), settings, today: "2026-06-15" });
      const read = readObservations([...data.rows], data.calendar);
      assert.ok(read.ok);
      assert.ok(read.history.days.length > 130, `${read.history.days.length} days`);
      assert.ok(data.service.length > 2_000);
      assert.ok(data.calendar.holidays.has("2026-06-12"), "the demo works through holidays");
      const quality = await inspectVolume(store, { dataset: dataset(id), settings, today: "2026-06-15" });
      assert.equal(quality.refusal, null);
      assert.ok((quality.service?.handle ?? 0) > 60 && (quality.service?.patience ?? 0) > 20);
    }
  });
});
