/** Letters by SMTP (RFC 5321): few connections kept open, everything bounded in time, failures as plain words. */
import nodemailer from "nodemailer";
import type { Attempt } from "@/crm/reminders/attempt.ts";
import type { Store } from "@/crm/records.ts";
import { type MailAccount, mailAccount, markMail } from "@/crm/mail_out/server.ts";

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
const LETTER_MS = 45_000;
const CONNECTIONS = 2;
const LETTERS_PER_CONNECTION = 100;

export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** A second letter with the same id is the same letter: part before the @ of its Message-ID. */
  id: string;
}

export interface MailerOptions {
  /** Certificate authority of tests, and the name that its certificate is for. */
  tls?: { ca: string; servername?: string };
  /** Tests wait less. */
  letterMs?: number;
}

export class Mailer {
  #open: { version: number; transport: ReturnType<typeof transportFor> } | null = null;

  constructor(private readonly store: Store, private readonly options: MailerOptions = {}) {}

  /** Sends by the server that is set up now. */
  async send(letter: Letter): Promise<Attempt> {
    const account = await mailAccount(this.store);
    if (!account?.enabled) return { failure: "no-server", retry: false };
    const attempt = await this.#try(account, letter);
    await markMail(this.store, attempt.failure);
    return attempt;
  }

  close(): void {
    this.#open?.transport.close();
    this.#open = null;
  }

  async #try(account: MailAccount, letter: Letter): Promise<Attempt> {
    let late: ReturnType<typeof setTimeout> | undefined;
    try {
      const sending = this.#transport(account).sendMail(composed(letter, account));
      sending.catch(() => {});
      const limit = new Promise<never>((_, reject) => {
        const patience = this.options.letterMs ?? LETTER_MS;
        late = setTimeout(() => reject(Object.assign(new Error("late"), { code: "ETIMEDOUT" })), patience);
      });
      await Promise.race([sending, limit]);
      return { failure: null };
    } catch (error) {
      return failureOf(error);
    } finally {
      clearTimeout(late);
    }
  }

  /** Other settings are another connection. */
  #transport(account: MailAccount) {
    if (this.#open?.version !== account.version) {
      this.close();
      this.#open = { version: account.version, transport: transportFor(account, this.options) };
    }
    return this.#open!.transport;
  }
}

function transportFor(account: MailAccount, options: MailerOptions) {
  const { host, port, security, username, password } = account;
  return nodemailer.createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: LETTERS_PER_CONNECTION,
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(username === "" ? {} : { auth: { user: username, pass: password ?? "" } }),
    tls: { minVersion: "TLSv1.2", ...options.tls },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A letter is text of ours: it reads no files and fetches nothing.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function composed({ to, subject, text, html, id }: Letter, { senderName, senderAddress }: MailAccount) {
  return {
    from: { name: senderName, address: senderAddress },
    to,
    subject,
    text,
    html,
    messageId: `<${id}@${senderAddress.split("@")[1]}>`,
    // RFC 3834: no out-of-office answers to a program.
    headers: { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" },
  };
}

/** Words: `mail.reason.<word>`. The server's own text may hold what was sent to it, and is not kept. */
function failureOf(error: unknown): Attempt {
  const { code = "", responseCode = 0, command = "", message = "" } = error as {
    code?: string;
    responseCode?: number;
    command?: string;
    message?: string;
  };
  const last = (failure: string): Attempt => ({ failure, retry: false });
  const again = (failure: string): Attempt => ({ failure, retry: true });
  if (code === "EAUTH" || code === "ENOAUTH" || responseCode === 535) return last("mail-login");
  if (code === "ETLS" || /cert|ssl|tls|handshake/i.test(`${code} ${message}`)) return last("mail-tls");
  if (code === "EDNS" || code === "ENOTFOUND") return again("mail-dns");
  if (code === "ETIMEDOUT") return again("mail-timeout");
  if (responseCode >= 400 && responseCode < 500) return again("mail-busy");
  if (responseCode >= 500 && /^RCPT/i.test(command)) return last("mail-address");
  if (responseCode >= 500 && /^MAIL/i.test(command)) return last("mail-sender");
  if (code === "EENVELOPE" && responseCode === 0) return last("mail-address");
  if (responseCode >= 500) return last("mail-refused");
  return again("mail-unreachable");
}
