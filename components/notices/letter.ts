/** A notice as a letter: plain text, and the same as HTML that needs nothing from outside. Pure. */
import type { Translate } from "@/locales/mod.ts";
import type { NoticeWords } from "@/components/notices/words.ts";

export interface LetterText {
  subject: string;
  text: string;
  html: string;
}

/** @param options.url whole address of what it is about; null: the letter has no link */
export function noticeLetter(
  t: Translate,
  words: NoticeWords,
  options: { url: string | null; settings: string | null; company: string },
): LetterText {
  const { url, settings, company } = options;
  const from = company || t("shell.product");
  const why = t("notices.letter.why", { company: from });
  const text = [words.title, words.text, url, "—", why, settings].filter((line) => line).join("\n\n");
  const link = url ? `<p><a href="${escaped(url)}" style="${BUTTON}">${escaped(t("notices.letter.open"))}</a></p>` : "";
  const change = settings
    ? ` <a href="${escaped(settings)}" style="color:#52606d">${escaped(t("notices.letter.settings"))}</a>`
    : "";
  return {
    subject: words.title.replace(/\s+/g, " ").slice(0, 200),
    text: `${text}\n`,
    html: `<!doctype html><html><body style="${BODY}"><h1 style="font-size:18px;margin:0 0 8px">${
      escaped(words.title)
    }</h1><p style="margin:0 0 16px;white-space:pre-line">${escaped(words.text)}</p>${link}<p style="${SMALL}">${
      escaped(why)
    }${change}</p></body></html>`,
  };
}

const BODY = "font:16px/1.5 system-ui,sans-serif;color:#1f2933;max-width:560px;margin:24px auto;padding:0 16px";
const BUTTON =
  "display:inline-block;padding:10px 18px;border-radius:8px;background:#0b6e7f;color:#fff;text-decoration:none";
const SMALL = "color:#52606d;font-size:13px;border-top:1px solid #d9e0e6;padding-top:12px;margin-top:24px";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => ENTITIES[one]);
