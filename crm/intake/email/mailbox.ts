/**
 * One mailbox over IMAP: what came since the last look is written as requests, each with the cursor in one transaction,
 * so that a crash neither loses a message nor takes one twice. The mailbox is opened for reading only: nothing in it is
 * changed, and people may read it beside us.
 */
import { ImapFlow } from "imapflow";
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import type { ImapSettings } from "@/crm/intake/sources/schemas.ts";
import { readMail } from "@/crm/intake/email/mime.ts";
import { LARGEST_RAW, receiveIn } from "@/crm/intake/requests/receive.ts";

export interface MailboxOptions {
  store: Store;
  source: string;
  imap: ImapSettings;
  password: string;
  /** The server's certificate is not checked: for tests inside one machine. */
  insecure?: boolean;
}

const TIMEOUT_MS = 30_000;
/** Without IDLE, or when it has gone deaf, the mailbox is looked at this often. */
const LOOK_EVERY_MS = 60_000;

/** Connects, reads what is new and goes on until the signal; throws when the link breaks. */
export async function followMailbox(options: MailboxOptions, signal: AbortSignal): Promise<void> {
  const { imap, password } = options;
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    secure: imap.security === "tls",
    ...(imap.security === "starttls" ? { doSTARTTLS: true } : {}),
    ...(imap.security === "none" ? { doSTARTTLS: false } : {}),
    ...(options.insecure ? { tls: { rejectUnauthorized: false } } : {}),
    auth: { user: imap.user, pass: password },
    logger: false,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 5 * 60_000,
  });
  let broken: unknown = null;
  let wake = () => {};
  let news = false;
  const stop = (error?: unknown) => {
    broken ??= error ?? new Error("the connection was closed");
    wake();
  };
  client.on("error", stop);
  client.on("close", () => stop());
  client.on("exists", () => {
    news = true;
    wake();
  });
  const abort = () => {
    client.close();
    stop(new Error("stopped"));
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    const box = await client.mailboxOpen(imap.folder, { readOnly: true });
    const validity = String(box.uidValidity);
    await settleCursor(options, { validity, next: box.uidNext });
    while (!broken) {
      news = false;
      await readNew(client, options);
      await mark(options, "connected", null);
      if (broken) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (broken || news) wake();
        // Leaves IDLE by itself as soon as the next command is sent.
        else client.idle().catch(stop);
      });
    }
    throw broken;
  } finally {
    signal.removeEventListener("abort", abort);
    client.close();
  }
}

/** On the first look only mail from now on is taken, unless the settings want the old one too. */
async function settleCursor(options: MailboxOptions, box: { validity: string; next: number }): Promise<void> {
  const { store, source, imap } = options;
  const begin = imap.old ? 0 : Math.max(0, box.next - 1);
  await sql`insert into mail_cursors as m (source_id, uid_validity, last_uid) values (${source}, ${box.validity}, ${begin})
    on conflict (source_id) do update set
      -- The server numbered its messages anew: all are looked at again, and those we know are known by their id.
      last_uid = case when m.uid_validity = '' then excluded.last_uid when m.uid_validity <> excluded.uid_validity then 0
        else m.last_uid end,
      uid_validity = excluded.uid_validity`.execute(store.db);
}

async function readNew(client: ImapFlow, { store, source }: MailboxOptions): Promise<void> {
  const { last_uid } = await store.db.selectFrom("mail_cursors").select("last_uid").where("source_id", "=", source)
    .executeTakeFirstOrThrow();
  const last = Number(last_uid);
  const uids = (await client.search({ uid: `${last + 1}:*` }, { uid: true }) || []).filter((uid) => uid > last);
  for (const uid of uids.sort((a, b) => a - b)) {
    const message = await client.fetchOne(String(uid), { source: { maxLength: LARGEST_RAW + 1 } }, { uid: true });
    const raw = message && message.source ? new Uint8Array(message.source) : null;
    await take({ store, source }, uid, raw);
  }
}

/** The request and the cursor: both or neither. A message that is gone by now only moves the cursor. */
export async function take(
  box: { store: Store; source: string },
  uid: number,
  raw: Uint8Array | null,
): Promise<void> {
  const mail = raw && await readMail(raw);
  await box.store.tx(async (trx) => {
    if (raw && mail) {
      await receiveIn(trx, {
        source: box.source,
        body: raw,
        contentType: "message/rfc822",
        key: mail.id || null,
      });
    }
    await sql`update mail_cursors set last_uid = greatest(last_uid, ${uid}) where source_id = ${box.source}::uuid`
      .execute(trx);
  });
}

/** What people see of the mailbox's state. */
export async function mark(
  options: Pick<MailboxOptions, "store" | "source">,
  state: "connected" | "failed",
  error: string | null,
): Promise<void> {
  await sql`insert into mail_cursors (source_id, state, error, checked_at) values (${options.source}, ${state},
    ${error}, now()) on conflict (source_id) do update set state = excluded.state, error = excluded.error,
    checked_at = now()`.execute(options.store.db);
}
