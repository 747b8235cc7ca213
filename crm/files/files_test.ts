import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { company } from "@/crm/testing.ts";
import { createRecord } from "@/crm/record/mod.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { cleanName } from "@/crm/files/name.ts";
import { FileDisk, LARGEST_FILE, purgeFiles, RecordFiles } from "@/crm/files/mod.ts";
import { sniff } from "@/crm/files/sniff.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const body = (text: string) => new Blob([bytesOf(text)]).stream();

type World = Awaited<ReturnType<typeof company>> & { files: RecordFiles; deal: string; dir: string };

async function withFiles(use: (world: World) => Promise<void>, most?: number): Promise<void> {
  await withDatabase(async (store) => {
    const dir = await Deno.makeTempDir({ prefix: "kommutator-files-" });
    try {
      const people = await company(store);
      const values = { name: "Окна", owner: people.agents[0].user, team: people.teams[0] };
      const deal = unwrap(await createRecord(store, SYSTEM, { kind: "lead", values })).id;
      await use({ ...people, files: new RecordFiles(store, new FileDisk(dir), most), deal, dir });
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });
}

Deno.test("a file comes back byte for byte, once on the disk however often it is attached", async () => {
  await withFiles(async ({ files, agents: [agent], deal: id, dir }) => {
    const text = "x".repeat(200_000);
    const first = unwrap(await files.add(agent, { kind: "lead", id, name: "договор.txt", body: body(text) }));
    unwrap(await files.add(agent, { kind: "lead", id, name: "копия.txt", body: body(text) }));
    const open = unwrap(await files.open(agent, { id: first.id }));
    assert.deepEqual([open.name, open.type, open.bytes], ["договор.txt", "text/plain", 200_000]);
    assert.equal(await new Response(open.body).text(), text);
    const list = await files.list(agent, { kind: "lead", id });
    assert.deepEqual(list!.map(({ name, byName }) => [name, byName]), [["копия.txt", "agent1"], [
      "договор.txt",
      "agent1",
    ]]);
    assert.equal(await countFiles(dir), 1);
    const log = await files.store.db.selectFrom("audit").select("action").where("action", "like", "file.%").execute();
    assert.deepEqual(log.map(({ action }) => action), ["file.added", "file.added"]);
  });
});

Deno.test("files have the rights of their record: who does not see it reads none, who only sees it adds none", async () => {
  await withFiles(async ({ files, agents: [agent, stranger], analyst, admin, deal: id }) => {
    const file = unwrap(await files.add(agent, { kind: "lead", id, name: "a.txt", body: body("a") }));
    assert.equal(code(await files.open(stranger, { id: file.id })), "files.error.no-file");
    assert.equal(await files.list(stranger, { kind: "lead", id }), null);
    const add = (who: typeof admin) => files.add(who, { kind: "lead", id, name: "b.txt", body: body("b") });
    assert.equal(code(await add(stranger)), "records.error.no-record");
    await assert.rejects(() => add(analyst), { permission: "leads.edit.own" });
    assert.equal(code(await files.change(stranger, { id: file.id, archived: true })), "records.error.no-record");
    assert.equal(unwrap(await files.open(analyst, { id: file.id })).name, "a.txt");
  });
});

Deno.test("what is too large, empty or has no room is refused with a reason, and leaves nothing on the disk", async () => {
  await withFiles(async ({ files, admin, deal: id, dir }) => {
    const chunk = new Uint8Array(1_048_576);
    let sent = 0;
    const large = new ReadableStream<Uint8Array>({
      pull: (controller) => ++sent > 60 ? controller.close() : controller.enqueue(chunk),
    });
    const refused = await files.add(admin, { kind: "lead", id, name: "a.bin", body: large });
    assert.ok(!refused.ok && refused.code === "files.error.too-large" && refused.detail?.megabytes === 50);
    assert.ok(sent * chunk.length < LARGEST_FILE + 5 * chunk.length, "the rest is not even read");
    assert.equal(code(await files.add(admin, { kind: "lead", id, name: "b", body: body("") })), "files.error.empty");
    assert.equal(await countFiles(dir), 0);
    unwrap(await files.add(admin, { kind: "lead", id, name: "c", body: body("12345678901") }));
    assert.equal(code(await files.add(admin, { kind: "lead", id, name: "d", body: body("1") })), "files.error.no-room");
  }, 10);
});

Deno.test("a deleted file comes back; after a month it is gone, and bytes of nobody go the next night", async () => {
  await withFiles(async ({ files, admin, deal: id, dir }) => {
    const { store, disk } = files;
    const kept = unwrap(await files.add(admin, { kind: "lead", id, name: "a.txt", body: body("a") }));
    const gone = unwrap(await files.add(admin, { kind: "lead", id, name: "b.txt", body: body("b") }));
    unwrap(await files.change(admin, { id: gone.id, archived: true }));
    assert.deepEqual((await files.list(admin, { kind: "lead", id }))!.map(({ name }) => name), ["a.txt"]);
    assert.equal(code(await files.open(admin, { id: gone.id })), "files.error.no-file");
    unwrap(await files.change(admin, { id: gone.id, archived: false }));
    unwrap(await files.change(admin, { id: gone.id, name: "../../счёт\u202e.txt" }));
    assert.equal(unwrap(await files.open(admin, { id: gone.id })).name, "счёт.txt");
    unwrap(await files.change(admin, { id: gone.id, archived: true }));
    const day = 86_400_000;
    assert.equal(await purgeFiles(store, disk, Date.now()), 0);
    assert.equal(await purgeFiles(store, disk, Date.now() + 2 * day), 0, "it can still come back");
    assert.equal(await purgeFiles(store, disk, Date.now() + 40 * day), 1);
    assert.equal(await countFiles(dir), 1);
    assert.equal(unwrap(await files.open(admin, { id: kept.id })).bytes, 1);
  });
});

Deno.test("what a file is is told by its bytes: a page that calls itself a picture is no picture", () => {
  const of = (head: string, name = "a.png") => sniff(bytesOf(head), name);
  assert.equal(of("\x89PNG\r\n\x1a\n..."), "image/png");
  assert.equal(of("\xff\xd8\xff\xe0"), "image/jpeg");
  assert.equal(of("RIFF....WEBPVP8 "), "image/webp");
  assert.equal(of("<html><script>alert(1)</script>"), "text/plain");
  assert.equal(of('<svg xmlns="http://www.w3.org/2000/svg">', "a.svg"), "text/plain");
  assert.equal(of("%PDF-1.7"), "application/pdf");
  assert.match(of("PK\x03\x04....", "a.xlsx"), /spreadsheetml/);
  assert.equal(of("PK\x03\x04....", "a.png"), "application/zip");
  assert.equal(of("a;b\n1;2", "a.csv"), "text/csv");
  assert.equal(of("MZ\x90\0\x03", "a.exe"), "application/octet-stream");
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), (head, name) => {
    assert.doesNotMatch(sniff(head, name), /html|svg|xml$|script/);
  }));
});

Deno.test("any name becomes one that a disk takes and that hides nothing", () => {
  assert.equal(cleanName("C:\\Users\\я\\Договор №5.pdf"), "Договор №5.pdf");
  assert.equal(cleanName("..\u202egpj.exe"), "gpj.exe");
  assert.equal(cleanName(" ... "), "file");
  assert.ok(cleanName(`${"я".repeat(400)}.docx`).endsWith("я.docx"));
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
    const name = cleanName(given);
    assert.ok(name.length >= 1 && name.length <= 255);
    assert.doesNotMatch(name, /[/\\\p{Cc}\u202e]|^\./u);
    assert.equal(cleanName(name), name);
  }));
});

async function countFiles(dir: string): Promise<number> {
  let count = 0;
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (isDirectory) { for await (const _ of Deno.readDir(`${dir}/${name}`)) count++; }
  }
  return count;
}
