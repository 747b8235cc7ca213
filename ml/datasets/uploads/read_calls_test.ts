import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readCalls } from "@/ml/datasets/uploads/read_calls.ts";
import { readUpload, unpackCalls, unpackTable } from "@/ml/datasets/uploads/read.ts";
import { clockIn, shownIn } from "@/ml/datasets/uploads/times.ts";
import { wallText } from "@/ml/datasets/clock.ts";

const MOSCOW = { timeZone: "Europe/Moscow" };
const bytes = (text: string) => new TextEncoder().encode(text);

async function calls(text: string | Uint8Array, name = "calls.csv") {
  const file = typeof text === "string" ? bytes(text) : text;
  const read = await readUpload(file, { kind: "volume", name, ...MOSCOW });
  if (!read.ok) return { code: read.code, detail: read.detail };
  return { ...read.value, rows: await unpackCalls(read.value.content) };
}

/** Two days of half hours from 9 to 11. */
const TIMES = ["2026-03-30", "2026-03-31"].flatMap((day) =>
  ["09:00", "09:30", "10:00", "10:30"].map((at) => ({ day, at }))
);
const WANTED = TIMES.map(({ day, at }, n) => ({ at: `${day} ${at}`, calls: n + 1 }));
const local = (day: string) => day.split("-").reverse().join(".");

Deno.test("files of other systems are read whatever their dates, separators and marks are", async () => {
  const files: Record<string, string> = {
    plain: "datetime,calls\n" + TIMES.map(({ day, at }, n) => `${day} ${at},${n + 1}`).join("\n"),
    "with a mark and semicolons": "\ufeffДата;Звонки\r\n" +
      TIMES.map(({ day, at }, n) => `${local(day)} ${at};${n + 1}`).join("\r\n"),
    "tabs, seconds and a T": "time\tcalls\n" + TIMES.map(({ day, at }, n) => `${day}T${at}:00\t${n + 1}`).join("\n"),
    "day and clock apart": "Дата;Время;Поступило;Отвечено\n" +
      TIMES.map(({ day, at }, n) => `${local(day)};${at.replace(/^0/, "")};${n + 1};${n}`).join("\n"),
    "without titles": TIMES.map(({ day, at }, n) => `${day} ${at},${n + 1}`).join("\n"),
    "month first, twelve hours": "Start,Calls offered\n" +
      TIMES.map(({ day, at }, n) => `${+day.slice(5, 7)}/${day.slice(8)}/2026 ${at} AM,${n + 1}`).join("\n"),
    "in UTC": "datetime,calls\n" +
      TIMES.map(({ day, at }, n) => `${new Date(`${day}T${at}+03:00`).toISOString()},${n + 1}`).join("\n"),
  };
  for (const [name, text] of Object.entries(files)) {
    const read = await calls(text);
    assert.ok("step" in read, `${name}: ${JSON.stringify(read)}`);
    assert.deepEqual(read.rows, WANTED, name);
    assert.deepEqual([read.step, read.from, read.to, read.calls], [30, "2026-03-30", "2026-03-31", 36], name);
  }
});

Deno.test("a Windows-1251 export is read as its titles were written", async () => {
  const letters: Record<string, number> = {
    З: 0xc7,
    в: 0xe2,
    о: 0xee,
    н: 0xed,
    к: 0xea,
    и: 0xe8,
    Д: 0xc4,
    а: 0xe0,
    т: 0xf2,
  };
  const text = "Дата;Звонки\n" + TIMES.map(({ day, at }, n) => `${local(day)} ${at};${n + 1}`).join("\n");
  const read = await calls(Uint8Array.from(text, (letter) => letters[letter] ?? letter.charCodeAt(0)));
  assert.ok("step" in read);
  assert.deepEqual(read.columns, ["Дата", "Звонки"]);
  assert.deepEqual(read.rows, WANTED);
});

Deno.test("a row a call is counted, with zeros between, so that busy hours are not taken for the only ones", async () => {
  const text = "start,agent,duration_sec\n" + [
    "2026-03-30 09:00:12,Anna,120",
    "2026-03-30 09:03:40,Boris,61",
    "2026-03-30 09:21:05,Anna,300",
    "2026-03-31 09:11:00,Anna,15",
  ].join("\n");
  const read = await calls(text);
  assert.ok("step" in read, JSON.stringify(read));
  assert.equal(read.step, null);
  assert.equal(read.calls, 4);
  assert.deepEqual(read.rows.filter((row) => row.calls > 0), [
    { at: "2026-03-30 09:00", calls: 2 },
    { at: "2026-03-30 09:20", calls: 1 },
    { at: "2026-03-31 09:10", calls: 1 },
  ]);
  assert.ok(read.rows.some((row) => row.at === "2026-03-31 09:00" && row.calls === 0));
});

Deno.test("seconds since midnight beside a day are times too, as researchers' files have them", async () => {
  const read = await calls(
    "date,arrival_sec,queue,wait_sec\n1999-01-01,36,PS,153\n1999-01-01,2063,PS,11\n1999-01-02,120,NW,0\n",
  );
  assert.ok("step" in read, JSON.stringify(read));
  assert.deepEqual(
    read.rows.filter((row) => row.calls > 0).map(({ at }) => at),
    [
      "1999-01-01 00:00",
      "1999-01-01 00:30",
      "1999-01-02 00:00",
    ].map((at) => at === "1999-01-01 00:30" ? "1999-01-01 00:30" : at),
  );
});

Deno.test("a file that cannot be used is refused in words of its own, never read as nonsense", async () => {
  const code = async (text: string) => (await calls(text) as { code?: string }).code;
  assert.equal(await code(""), "import.error.empty-file");
  assert.equal(await code("datetime,calls\n"), "datasets.error.no-rows");
  assert.equal(await code("name,calls\nAnna,5\nBoris,6\n"), "datasets.error.no-times");
  assert.equal(await code("day,calls\n2026-03-30,5\n2026-03-31,6\n"), "datasets.error.days-only");
  assert.equal(
    await code("datetime,calls\n2026-03-30 09:00,5\n2026-03-30 09:07,6\n2026-03-30 09:14,7\n2026-03-30 09:21,7\n"),
    "datasets.error.no-interval",
  );
});

Deno.test("rows that cannot be read are counted and named, the others are kept", async () => {
  const good = Array.from(
    { length: 40 },
    (_, n) => `2026-03-${`${n % 28 + 1}`.padStart(2, "0")} ${n < 28 ? "09" : "10"}:00,${n}`,
  );
  const read = await calls(
    ["datetime,calls", ...good, "2026-02-30 09:00,5", "2026-03-30 10:00,many", "2026-03-30 10:30,-4"].join("\n"),
  );
  assert.ok("step" in read, JSON.stringify(read));
  const found = Object.fromEntries(read.findings.map((one) => [one.code, one.count]));
  assert.deepEqual(found, { unreadable: 1, "not-a-number": 1 });
  assert.equal(read.rows.length, 41, "a negative number is for the quality to tell");
});

Deno.test("a file of records keeps its table and offers the columns that may be outcomes", async () => {
  const read = await readUpload(bytes("Name,Source,Converted\nA,web,1\nB,call,0\nC,web,\nD,letter,1\n"), {
    kind: "records",
    name: "leads.csv",
    ...MOSCOW,
  });
  assert.ok(read.ok);
  assert.deepEqual(read.value.outcomes, ["Converted"]);
  const table = await unpackTable(read.value.content);
  assert.deepEqual(table.columns, ["Name", "Source", "Converted"]);
  assert.deepEqual(table.rows[2], ["C", "web", ""]);
});

Deno.test("every way of writing a moment shows the same moment", () => {
  fc.assert(fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) }), (at) => {
    const wall = Math.floor(at / 60_000) * 60_000;
    const [day, clock] = wallText(wall).split(" ");
    const [year, month, date] = day.split("-");
    const hour = Number(clock.slice(0, 2));
    const half = `${hour % 12 || 12}:${clock.slice(3)} ${hour < 12 ? "AM" : "PM"}`;
    for (
      const text of [
        `${day} ${clock}`,
        `${day}T${clock}:00.000`,
        `${date}.${month}.${year} ${clock}`,
        `${date}.${month}.${year}, ${half}`,
      ]
    ) {
      assert.deepEqual(shownIn(text, "day-first"), { wall, offset: null }, text);
    }
    assert.deepEqual(shownIn(`${month}/${date}/${year} ${half}`, "month-first"), { wall, offset: null });
    assert.deepEqual(shownIn(`${day}T${clock}+05:30`, "day-first"), { wall, offset: 330 });
    assert.deepEqual(shownIn(`${day}T${clock}:00-0300`, "day-first"), { wall, offset: -180 });
    assert.deepEqual(shownIn(`${day} ${clock}Z`, "day-first"), { wall, offset: 0 });
  }));
});

Deno.test("texts of any kind are a time or none, and never break the reading", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const shown = shownIn(text, "day-first");
    assert.ok(shown === null || Number.isFinite(shown.wall));
    const clock = clockIn(text);
    assert.ok(Number.isNaN(clock) || (clock >= 0 && clock < 86_400_000));
  }));
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ maxLength: 20 }), { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
      (rows) => {
        const read = readCalls(["a", "b", "c"], rows, MOSCOW);
        if (read.ok) { for (const row of read.value.rows) assert.ok(/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(row.at)); }
      },
    ),
  );
});
