import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "npm:smtp-server@3.21.6";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { getMailServer, Mailer, mailServerSchema, updateMailServer } from "@/crm/mail_out/mod.ts";
import { unwrap } from "@/crm/result.ts";

const read = (name: string) => Deno.readTextFile(new URL(`../webhooks/testdata/${name}`, import.meta.url));
const letter = {
  to: "anna@shop.example",
  subject: "Позвонить Анне",
  text: "Срок: завтра",
  html: "<b>Срок</b>",
  id: "d-1",
};

interface Post {
  port: number;
  got: { mail: Email; from: string; to: string[]; user: string; secure: boolean }[];
  /** Answer to the next RCPT, such as 550. */
  refuse: number;
}

async function withPost(options: { secure?: boolean; starttls?: boolean }, use: (post: Post) => Promise<void>) {
  const post: Post = { port: 0, got: [], refuse: 0 };
  const server = new SMTPServer({
    secure: options.secure ?? false,
    key: await read("hook.test.key"),
    cert: await read("hook.test.pem"),
    disabledCommands: options.starttls || options.secure ? [] : ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === "good" ? done(null, { user: username }) : done(new Error("no")),
    onRcptTo: (_address, _session, done) =>
      post.refuse ? done(Object.assign(new Error("no"), { responseCode: post.refuse })) : done(),
    async onData(stream, session, done) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const mail = await PostalMime.parse(await new Blob(chunks as BlobPart[]).arrayBuffer());
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo.map(({ address }) => address);
      const from = mailFrom ? mailFrom.address : "";
      post.got.push({ mail, from, to, user: String(session.user ?? ""), secure: Boolean(session.secure) });
      done();
    },
  });
  server.on("error", () => {});
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  post.port = (listening.address() as AddressInfo).port;
  try {
    await use(post);
  } finally {
    await new Promise<void>((done) => server.close(() => done()));
  }
}

const settings = (port: number, more: Record<string, unknown> = {}) =>
  mailServerSchema.parse({
    host: "127.0.0.1",
    port,
    security: "none",
    username: "robot",
    password: "good",
    senderName: "Ромашка",
    senderAddress: "crm@romashka.example",
    ...more,
  });

async function withMailer(
  use: (of: {
    set(input: ReturnType<typeof settings>): Promise<void>;
    mailer: Mailer;
    trusting: Mailer;
    error(): Promise<string | null | undefined>;
  }) => Promise<void>,
): Promise<void> {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const mailer = new Mailer(store);
    const trusting = new Mailer(store, { tls: { ca: await read("authority.pem"), servername: "hook.test" } });
    await use({
      set: async (input) => void unwrap(await updateMailServer(store, admin, input)),
      mailer,
      trusting,
      error: async () => (await getMailServer(store, admin))?.error,
    });
    mailer.close();
    trusting.close();
  });
}

Deno.test("a letter arrives as it was meant: names, Russian words, a Message-ID of its own, no answers of programs", async () => {
  await withPost({}, (post) =>
    withMailer(async ({ set, mailer, error }) => {
      assert.deepEqual(await mailer.send(letter), { failure: "no-server", retry: false });
      await set(settings(post.port));
      assert.deepEqual(await mailer.send(letter), { failure: null });
      assert.deepEqual(await mailer.send({ ...letter, to: "a@b.example", id: "d-2" }), { failure: null });
      const [{ mail, from, to, user }] = post.got;
      assert.deepEqual([from, to, user], ["crm@romashka.example", ["anna@shop.example"], "robot"]);
      assert.deepEqual([mail.subject, mail.text?.trim(), mail.html?.trim()], [
        letter.subject,
        letter.text,
        letter.html,
      ]);
      assert.deepEqual(mail.from, { name: "Ромашка", address: "crm@romashka.example" });
      assert.equal(mail.messageId, "<d-1@romashka.example>");
      assert.equal(mail.headers.find(({ key }) => key === "auto-submitted")?.value, "auto-generated");
      assert.equal(await error(), null);
    }));
});

Deno.test("letters go over TLS from the start and by STARTTLS, and to no server that cannot show who it is", async () => {
  for (const security of ["tls", "starttls"] as const) {
    await withPost(
      { secure: security === "tls", starttls: security === "starttls" },
      (post) =>
        withMailer(async ({ set, mailer, trusting, error }) => {
          await set(settings(post.port, { security }));
          assert.deepEqual(await mailer.send(letter), { failure: "mail-tls", retry: false });
          assert.equal(post.got.length, 0);
          assert.equal(await error(), "mail-tls");
          assert.deepEqual(await trusting.send(letter), { failure: null });
          assert.equal(post.got[0].secure, true);
        }),
    );
  }
  await withPost({}, (post) =>
    withMailer(async ({ set, trusting }) => {
      await set(settings(post.port, { security: "starttls" }));
      assert.deepEqual(
        await trusting.send(letter),
        { failure: "mail-tls", retry: false },
        "no STARTTLS: nothing is said",
      );
    }));
});

Deno.test("what went wrong is told in plain words, and only what may pass is tried again", async () => {
  await withPost({}, (post) =>
    withMailer(async ({ set, mailer, error }) => {
      await set(settings(post.port, { password: "bad" }));
      assert.deepEqual(await mailer.send(letter), { failure: "mail-login", retry: false });
      await set(settings(post.port));
      post.refuse = 550;
      assert.deepEqual(await mailer.send(letter), { failure: "mail-address", retry: false });
      post.refuse = 451;
      assert.deepEqual(await mailer.send(letter), { failure: "mail-busy", retry: true });
      await set(settings(1));
      assert.deepEqual(await mailer.send(letter), { failure: "mail-unreachable", retry: true });
      await set(settings(25, { host: "no-such-host.invalid" }));
      assert.deepEqual(await mailer.send(letter), { failure: "mail-dns", retry: true });
      assert.equal(await error(), "mail-dns");
    }));
});

Deno.test("a server that is silent is left after its time", async () => {
  const silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const held: Deno.Conn[] = [];
  const taking = (async () => {
    for await (const connection of silent) held.push(connection);
  })();
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    unwrap(await updateMailServer(store, admin, settings((silent.addr as Deno.NetAddr).port)));
    const mailer = new Mailer(store, { letterMs: 200 });
    assert.deepEqual(await mailer.send(letter), { failure: "mail-timeout", retry: true });
    mailer.close();
  });
  silent.close();
  for (const connection of held) connection.close();
  await taking;
});

Deno.test("the password comes out nowhere, and does not follow to another server", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    await assert.rejects(getMailServer(store, agent));
    await assert.rejects(updateMailServer(store, agent, settings(25)));
    const first = unwrap(await updateMailServer(store, admin, settings(25, { password: "S3cret-word" })));
    const seen = JSON.stringify([
      first,
      await getMailServer(store, admin),
      await store.db.selectFrom("audit").selectAll().execute(),
      await store.db.selectFrom("events").select(["data"]).execute(),
    ]);
    assert.ok(!seen.includes("S3cret-word"));
    assert.equal(first.hasPassword, true);
    const again = (more: Record<string, unknown>) =>
      updateMailServer(store, admin, { ...settings(25, more), password: undefined });
    assert.deepEqual(await again({ host: "evil.example" }), { ok: false, code: "mail.error.password-again" });
    assert.equal(unwrap(await again({ senderName: "Other" })).hasPassword, true);
    assert.deepEqual(
      await again({ senderName: "Late", version: first.version }),
      { ok: false, code: "mail.error.changed" },
    );
    assert.equal(unwrap(await again({ host: "relay.example", username: "" })).hasPassword, false);
    assert.equal(mailServerSchema.safeParse({ ...settings(25), senderName: "a\r\nBcc: x@y.z" }).success, false);
  });
});
