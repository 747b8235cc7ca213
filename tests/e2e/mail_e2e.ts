/**
 * Letters out of a real IMAP server (Dovecot): read as they come, each once, through a killed server, a wrong password
 * and a mailbox that numbers its letters anew. Run by hand: `deno run -A --unstable-kv tests/e2e/mail_e2e.ts`.
 */
import assert from "node:assert/strict";
import { systemClock } from "@/actors/runtime/mod.ts";
import { MailboxKeeper } from "@/crm/intake/mod.ts";
import { makeSource, processAll } from "@/crm/intake/testing.ts";
import { updateSource } from "@/crm/intake/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { withDatabase } from "@/store/testing.ts";

const PASSWORD = "right-password";

class Dovecot {
  #process: Deno.ChildProcess | null = null;
  #count = 0;

  private constructor(readonly dir: string, readonly port: number) {}

  static async open(): Promise<Dovecot> {
    const dir = await Deno.makeTempDir({ prefix: "kommutator-dovecot-" });
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    await run("chmod", "755", dir);
    for (const folder of ["run", "mail/box/new", "mail/box/cur", "mail/box/tmp"]) {
      await Deno.mkdir(`${dir}/${folder}`, { recursive: true });
    }
    await Deno.writeTextFile(`${dir}/users`, `box:{PLAIN}${PASSWORD}:65534:65534::${dir}/mail/box\n`);
    await Deno.writeTextFile(
      `${dir}/dovecot.conf`,
      `protocols = imap
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
first_valid_uid = 1
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = passwd-file
  args = ${dir}/users
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
    );
    await run("chown", "-R", "65534:65534", `${dir}/mail`);
    return new Dovecot(dir, port);
  }

  async start(): Promise<void> {
    this.#process = new Deno.Command("dovecot", { args: ["-F", "-c", `${this.dir}/dovecot.conf`] }).spawn();
    await until("Dovecot answers", async () => {
      try {
        (await Deno.connect({ hostname: "127.0.0.1", port: this.port })).close();
        return true;
      } catch {
        return false;
      }
    });
  }

  /** As a machine that loses power: the master and everybody with it. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running) return;
    running.kill("SIGTERM");
    await running.status;
  }

  async deliver(text: string): Promise<void> {
    const name = `${Date.now()}.${++this.#count}.test`;
    await Deno.writeTextFile(`${this.dir}/mail/box/tmp/${name}`, text.replaceAll("\n", "\r\n"));
    await run("chown", "65534:65534", `${this.dir}/mail/box/tmp/${name}`);
    await Deno.rename(`${this.dir}/mail/box/tmp/${name}`, `${this.dir}/mail/box/new/${name}`);
  }

  /** The server forgets its numbers: a restored backup, a moved account. */
  async renumber(): Promise<void> {
    for await (const entry of Deno.readDir(`${this.dir}/mail/box`)) {
      if (entry.name.startsWith("dovecot")) await Deno.remove(`${this.dir}/mail/box/${entry.name}`);
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    await Deno.remove(this.dir, { recursive: true });
  }
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, stdout: "null", stderr: "piped" }).output();
  assert.ok(success, `${command}: ${new TextDecoder().decode(stderr)}`);
}

async function until(what: string, holds: () => Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !await holds();) {
    assert.ok(Date.now() < end, `within ${ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const letter = (id: string, body = `text of ${id}`) =>
  `From: Client ${id} <${id}@example.ru>\nTo: box@ours.ru\nSubject: Letter ${id}\nMessage-ID: <${id}@example.ru>\n\n${body}\n`;
const titles = async (store: Store) =>
  (await store.db.selectFrom("intake_requests").select("title").orderBy("received_at").orderBy("id").execute())
    .map(({ title }) => title);
const cursor = (store: Store) => store.db.selectFrom("mail_cursors").selectAll().executeTakeFirst();

async function scene(): Promise<void> {
  const server = await Dovecot.open();
  try {
    await server.deliver(letter("before"));
    await server.start();
    await withDatabase(async (store) => {
      const draft = await makeSource(store, "email");
      const imap = {
        host: "127.0.0.1",
        port: server.port,
        security: "none" as const,
        user: "box",
        folder: "INBOX",
        old: false,
      };
      const set = (password: string) =>
        updateSource(store, SYSTEM, { id: draft.id, settings: { ...draft.settings, imap }, password }).then(unwrap);
      await set("wrong");
      const keeper = new MailboxKeeper({ store, clock: systemClock, node: "one", pauses: [100, 300] });
      const other = new MailboxKeeper({ store, clock: systemClock, node: "two", pauses: [100, 300] });
      try {
        await keeper.look();
        await until("a wrong password is told", async () => (await cursor(store))?.error === "intake.mailbox.login");
        await set(PASSWORD);
        await keeper.look();
        await other.look();
        await until("connected", async () => (await cursor(store))?.state === "connected");
        const count = async () => (await titles(store)).length;
        await server.deliver(letter("one"));
        await until("a letter comes at once (IDLE)", async () => await count() === 1, 10_000);
        await server.kill();
        await server.deliver(letter("two"));
        await server.start();
        await until("after a killed server", async () => await count() === 2);
        await server.deliver(letter("big", "x".repeat(400_000)));
        await until("a letter beyond the limit is cut", async () => await count() === 3);
        await processAll(store);
        assert.deepEqual(await titles(store), ["Client one", "Client two", "Client big"], "and none from before");
        const big = await store.db.selectFrom("intake_requests").select(["raw"]).where("title", "=", "Client big")
          .executeTakeFirstOrThrow();
        assert.equal(big.raw.length, 262_144);
        await server.kill();
        await server.renumber();
        await server.start();
        await server.deliver(letter("three"));
        await until("after new numbers", async () => {
          await processAll(store);
          return (await titles(store)).includes("Client three");
        });
        const all = await titles(store);
        assert.equal(all.filter((title) => title === "Client one").length, 1, "known letters are known");
        const lease = await cursor(store);
        assert.equal(lease?.lease_by, "one", "one node reads the mailbox");
        await keeper.close();
        await other.look();
        await server.deliver(letter("four"));
        await until("the other node takes over", async () => {
          await processAll(store);
          return (await titles(store)).includes("Client four");
        });
      } finally {
        await keeper.close();
        await other.close();
      }
    });
  } finally {
    await server.remove();
  }
}

try {
  await scene();
  console.log("1 passed, 0 failed");
  Deno.exit(0);
} catch (error) {
  console.error(error);
  console.log("0 passed, 1 failed");
  Deno.exit(1);
}
