/**
 * Keeps every enabled mailbox followed by one node: a lease in the store, a connection that comes back with a growing
 * pause, and a fresh start when the source's settings change. A password that is wrong is tried again seldom, so that
 * the mail server does not lock the account.
 */
import { getLogger } from "@logtape/logtape";
import { sql } from "kysely";
import type { Clock } from "@/actors/runtime/types.ts";
import type { Store } from "@/crm/records.ts";
import { followMailbox, mark } from "@/crm/intake/email/mailbox.ts";
import { readSecret } from "@/crm/intake/sources/secrets.ts";
import { type Source, toSource } from "@/crm/intake/sources/sources.ts";

const log = getLogger(["kommutator", "mail"]);

const LEASE_MS = 90_000;
const RENEW_MS = 30_000;
const PAUSES_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000];

interface Kept {
  /** Settings and password that it was opened with. */
  sign: string;
  stop: AbortController;
  done: Promise<void>;
}

export class MailboxKeeper {
  readonly #kept = new Map<string, Kept>();
  #looking: Promise<void> = Promise.resolve();
  #timer: unknown;
  #closed = false;

  constructor(
    private readonly options: { store: Store; clock: Clock; node: string; insecure?: boolean; pauses?: number[] },
  ) {
    this.#arm();
  }

  /** Sources may have changed: opens what is new, closes what is gone. Resolves when it has looked. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look()).catch((error) =>
      log.warn("mailboxes cannot be looked after: {error}", { error: String(error) })
    );
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.options.clock.clear(this.#timer);
    await this.#looking;
    for (const kept of this.#kept.values()) kept.stop.abort();
    await Promise.all([...this.#kept.values()].map((kept) => kept.done));
    await sql`update mail_cursors set lease_by = null, lease_until = null where lease_by = ${this.options.node}`
      .execute(this.options.store.db).catch(() => {});
  }

  #arm(): void {
    this.#timer = this.options.clock.after(RENEW_MS, () => {
      void this.look().finally(() => this.#closed || this.#arm());
    });
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    const { store } = this.options;
    const rows = await store.db.selectFrom("sources").selectAll().where("kind", "=", "email")
      .where("enabled", "=", true).where("archived_at", "is", null).execute();
    const wanted = new Map<string, { source: Source; password: string; sign: string }>();
    for (const source of rows.map(toSource)) {
      const password = await readSecret(store.db, source.id, "imap");
      if (!source.settings.imap || !password || !await this.#lease(source.id)) continue;
      wanted.set(source.id, { source, password, sign: JSON.stringify([source.settings.imap, password]) });
    }
    for (const [id, kept] of this.#kept) {
      if (wanted.get(id)?.sign === kept.sign) continue;
      kept.stop.abort();
      this.#kept.delete(id);
      await kept.done;
    }
    for (const [id, { source, password, sign }] of wanted) {
      if (this.#kept.has(id)) continue;
      const stop = new AbortController();
      this.#kept.set(id, { sign, stop, done: this.#follow(source, password, stop.signal) });
    }
  }

  async #lease(source: string): Promise<boolean> {
    const { node, store } = this.options;
    const { rows } = await sql`insert into mail_cursors as m (source_id, lease_by, lease_until)
      values (${source}, ${node}, now() + ${LEASE_MS}::int * interval '1 ms')
      on conflict (source_id) do update set lease_by = excluded.lease_by, lease_until = excluded.lease_until
      where m.lease_by is null or m.lease_by = ${node} or m.lease_until < now() returning 1`.execute(store.db);
    return rows.length > 0;
  }

  async #follow(source: Source, password: string, signal: AbortSignal): Promise<void> {
    const { store, insecure, pauses = PAUSES_MS } = this.options;
    for (let failures = 0; !signal.aborted;) {
      const began = Date.now();
      try {
        await followMailbox({ store, source: source.id, imap: source.settings.imap!, password, insecure }, signal);
      } catch (error) {
        if (signal.aborted) return;
        // A link that held for a while begins with short pauses again.
        if (Date.now() - began > 60_000) failures = 0;
        const reason = reasonOf(error);
        log.warn("mailbox of {source}: {reason}", { source: source.name, reason });
        await mark({ store, source: source.id }, "failed", reason).catch(() => {});
        const wrong = reason === "intake.mailbox.login";
        const pause = wrong ? pauses.at(-1)! : pauses[Math.min(failures++, pauses.length - 1)];
        await this.#pause(pause, signal);
      }
    }
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const handle = this.options.clock.after(ms, () => resolve());
      signal.addEventListener("abort", () => {
        this.options.clock.clear(handle);
        resolve();
      }, { once: true });
    });
  }
}

/** A code with words; never the server's text, which may hold what was sent. */
function reasonOf(error: unknown): string {
  const of = error as { authenticationFailed?: boolean; code?: string; mailboxMissing?: boolean };
  if (of?.authenticationFailed) return "intake.mailbox.login";
  if (of?.mailboxMissing) return "intake.mailbox.folder";
  const code = of?.code ?? "";
  if (/CERT|SSL|TLS|SELF_SIGNED/i.test(code)) return "intake.mailbox.certificate";
  return /ENOTFOUND|ECONN|EHOST|ETIMEDOUT|CONNECT_TIMEOUT|GREETING|NoConnection/i.test(code)
    ? "intake.mailbox.unreachable"
    : "intake.mailbox.broken";
}
