/** Letters as people and programs really send them, in the encodings of Russian mail. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { Buffer } from "node:buffer";
import { withDatabase } from "@/store/testing.ts";
import { makeSource, processAll } from "@/crm/intake/testing.ts";
import { receive } from "@/crm/intake/requests/receive.ts";
import { take } from "./mailbox.ts";
import { readMail } from "./mime.ts";

const bytes = (...lines: (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\r\n")])));
/** "Привет, мир" in the old encodings. */
const KOI8 = new Uint8Array([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 0x2c, 0x20, 0xcd, 0xc9, 0xd2]);
const CP1251 = new Uint8Array([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0]);
const base64 = (data: Uint8Array | string) => Buffer.from(data).toString("base64");
const quoted = (data: Uint8Array) => [...data].map((b) => `=${b.toString(16).toUpperCase().padStart(2, "0")}`).join("");

Deno.test("Russian letters are read in koi8-r, windows-1251 and utf-8, base64, quoted-printable and bare", async () => {
  const cases: [charset: string, encoding: string, body: string | Uint8Array][] = [
    ["koi8-r", "base64", base64(KOI8)],
    ["koi8-r", "8bit", KOI8],
    ["windows-1251", "quoted-printable", quoted(CP1251)],
    ["windows-1251", "8bit", CP1251],
    ["utf-8", "base64", base64("Привет, мир")],
    ["utf-8", "quoted-printable", quoted(Buffer.from("Привет, мир"))],
  ];
  for (const [charset, encoding, body] of cases) {
    const subject = charset === "koi8-r"
      ? `=?koi8-r?B?${base64(KOI8)}?=`
      : charset === "windows-1251"
      ? `=?windows-1251?Q?${quoted(CP1251)}?=`
      : `=?utf-8?B?${base64("Привет, мир")}?=`;
    const mail = await readMail(bytes(
      `From: =?utf-8?B?${base64("Иван Петров")}?= <Ivan@Example.ru>`,
      `Subject: ${subject}`,
      `Message-ID: <${charset}@example.ru>`,
      "MIME-Version: 1.0",
      `Content-Type: text/plain; charset=${charset}`,
      `Content-Transfer-Encoding: ${encoding}`,
      "",
      body,
    ));
    const what = `${charset} ${encoding}`;
    assert.deepEqual([mail.payload.subject, mail.payload.text], ["Привет, мир", "Привет, мир"], what);
    assert.deepEqual([mail.payload.fromName, mail.payload.fromAddress], ["Иван Петров", "ivan@example.ru"], what);
  }
});

Deno.test("a letter with pictures, HTML and a quote gives the words that the person wrote", async () => {
  const mail = await readMail(bytes(
    "From: client@example.ru",
    "Reply-To: Anna <anna@example.ru>",
    "Subject: Re: offer",
    "In-Reply-To: <offer-1@ours.ru>",
    "References: <first@ours.ru> <offer-1@ours.ru>",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<style>p{color:red}</style><p>Беру <b>два</b> &amp; скидку</p><script>alert(1)</script>",
    "--b",
    "Content-Type: image/png",
    "Content-Transfer-Encoding: base64",
    "",
    base64("not a picture"),
    "--b--",
  ));
  assert.deepEqual([mail.payload.text, mail.sort], ["Беру два & скидку", "reply"]);
  assert.equal(mail.payload.fromAddress, "anna@example.ru");
  assert.deepEqual(mail.answers, ["<offer-1@ours.ru>", "<first@ours.ru>"]);
  const answer = await readMail(
    bytes("From: a@b.ru", "", "Да, согласен", "", "2 марта Ольга пишет:", "> Вы согласны?"),
  );
  assert.equal(answer.payload.text, "Да, согласен");
});

Deno.test("answers of programs, bounces and mailings are told from people", async () => {
  const sortOf = async (...headers: string[]) => (await readMail(bytes("From: x@y.ru", ...headers, "", "text"))).sort;
  assert.equal(await sortOf("Auto-Submitted: auto-replied"), "auto-reply");
  assert.equal(await sortOf("Auto-Submitted: no"), "message");
  assert.equal(await sortOf("X-Autoreply: yes"), "auto-reply");
  assert.equal(await sortOf("Precedence: bulk"), "bulk");
  assert.equal(await sortOf("List-Id: <news.example>"), "bulk");
  assert.equal(await sortOf("Return-Path: <>"), "bounce");
  assert.equal((await readMail(bytes("From: MAILER-DAEMON@mx.ru", "", "x"))).sort, "bounce");
});

Deno.test("no letter, however broken or cut, stops the reading", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (raw) => {
      const { payload } = await readMail(raw);
      assert.ok(JSON.stringify(payload).isWellFormed());
    }),
    { numRuns: 60 },
  );
});

Deno.test("a letter makes one request though the link broke in between, and a reply goes to its lead", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "email", { autoAccept: true });
    await store.db.insertInto("mail_cursors").values({ source_id: source.id }).execute();
    const box = { store, source: source.id };
    const letter = (id: string, ...more: string[]) =>
      bytes("From: Anna <anna@example.ru>", `Message-ID: <${id}@x>`, "Subject: Hi", ...more, "", `text of ${id}`);
    await take(box, 5, letter("one"));
    await take(box, 5, letter("one"));
    await take(box, 6, letter("two", "In-Reply-To: <one@x>"));
    await take(box, 7, letter("away", "Auto-Submitted: auto-replied"));
    await take(box, 8, null);
    await processAll(store);
    const rows = await store.db.selectFrom("intake_requests").select(["state", "repeats", "error", "lead_id"])
      .orderBy("id").execute();
    assert.deepEqual(rows.map(({ state, repeats }) => [state, repeats]), [["accepted", 1], ["linked", 0], [
      "declined",
      0,
    ]]);
    assert.equal(rows[0].lead_id, rows[1].lead_id);
    assert.equal(rows[2].error, "intake.mail.auto-reply");
    const cursor = await store.db.selectFrom("mail_cursors").select("last_uid").executeTakeFirstOrThrow();
    assert.equal(Number(cursor.last_uid), 8);
    const [lead] = await store.db.selectFrom("leads").selectAll().execute();
    assert.deepEqual([lead.name, lead.note], ["Anna", "Hi\ntext of one"]);
    const again = await receive(store, {
      source: source.id,
      body: letter("one"),
      contentType: "message/rfc822",
      key: "<one@x>",
    });
    assert.equal(again.again, true, "the same letter by a webhook is the same request");
  });
});
