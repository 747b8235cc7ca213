/** A message (RFC 5322, MIME) as a payload: who wrote, about what, the words; and whether a program wrote it. */
import PostalMime, { type Email } from "postal-mime";
import type { Tree } from "@/crm/intake/mapping/paths.ts";

export type MailSort = "message" | "reply" | "auto-reply" | "bounce" | "bulk";

export interface Mail {
  /** `<id@host>`; '' when it has none. */
  id: string;
  /** Ids of the messages that it answers, the nearest first. */
  answers: string[];
  sort: MailSort;
  /** `{fromName, fromAddress, subject, text, replyTo, to, date}` */
  payload: { [name: string]: Tree };
}

const LONGEST_TEXT = 20_000;

/** Never throws on nonsense: what cannot be read is empty. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  const mail = await PostalMime.parse(raw as Uint8Array<ArrayBuffer>, { maxNestingDepth: 20 });
  const header = (name: string) => mail.headers.find((one) => one.key === name)?.value ?? "";
  const from = "address" in (mail.from ?? {}) ? mail.from : undefined;
  const replyTo = mail.replyTo?.[0];
  const address = (replyTo?.address || from?.address || "").toLowerCase();
  return {
    id: clean(mail.messageId ?? "").slice(0, 250),
    answers: idsIn(`${mail.inReplyTo ?? ""} ${(mail.references ?? "").split(/\s+/).toReversed().join(" ")}`),
    sort: sortOf({ mail, header, from: from?.address ?? "" }),
    payload: {
      fromName: clean(replyTo?.name || from?.name || ""),
      fromAddress: clean(address),
      subject: clean(mail.subject ?? ""),
      text: withoutQuote(clean(mail.text ?? textOfHtml(mail.html ?? ""))).slice(0, LONGEST_TEXT),
      to: (mail.to ?? []).map((one) => clean(one.address ?? "")).filter(Boolean),
      date: clean(mail.date ?? ""),
    },
  };
}

/** RFC 3834 and what programs that do not know it write. */
function sortOf(given: { mail: Email; header(name: string): string; from: string }): MailSort {
  const { mail, header, from } = given;
  const auto = header("auto-submitted").toLowerCase();
  const path = header("return-path").trim();
  if (path === "<>" || /^(mailer-daemon|postmaster)@/i.test(from)) return "bounce";
  if ((auto && auto !== "no") || header("x-autoreply") || header("x-autorespond")) return "auto-reply";
  if (/^(auto_reply|auto-reply)$/i.test(header("precedence"))) return "auto-reply";
  if (header("list-id") || header("list-unsubscribe") || /^(bulk|list|junk)$/i.test(header("precedence"))) {
    return "bulk";
  }
  return mail.inReplyTo ? "reply" : "message";
}

function idsIn(text: string): string[] {
  return [...new Set(text.match(/<[^<>\s]{1,248}>/g) ?? [])].slice(0, 20);
}

/** The answer above the quoted message, when there is one: "On …, X wrote:", "> ". */
function withoutQuote(text: string): string {
  const lines = text.split(/\r?\n/);
  const quote = lines.findIndex((line, n) =>
    line.startsWith(">") && lines.slice(n).every((one) => one.startsWith(">") || one.trim() === "")
  );
  if (quote <= 0) return text.trim();
  const kept = lines.slice(0, quote);
  while (kept.length > 0 && (kept.at(-1)!.trim() === "" || /:\s*$/.test(kept.at(-1)!))) kept.pop();
  const above = kept.join("\n").trim();
  return above === "" ? text.trim() : above;
}

/** Words of a message that has only HTML; nothing of it is ever shown as HTML. */
function textOfHtml(html: string): string {
  return html.replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, "").replace(/<br\b[^>]*>|<\/(p|div|tr|li|h\d)>/gi, "\n")
    .replace(/<[^>]*>/g, "").replace(/&nbsp;/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"').replace(/&#(\d{1,7});/g, (_, code) => codePoint(Number(code)))
    .replace(/&amp;/g, "&").replace(/[ \t]+/g, " ").replace(/\n\s*\n\s*\n+/g, "\n\n").trim();
}

const codePoint = (code: number) => code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
const clean = (text: string) => text.replaceAll("\0", "").toWellFormed().trim();
