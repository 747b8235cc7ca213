/**
 * Spreadsheets run a CSV cell that begins with one of these signs as a formula (OWASP, CSV Injection): a lead named
 * `=HYPERLINK(…)` would attack whoever opens the export. An apostrophe before it makes it a text. Pure.
 *
 * Left as they are: plain numbers (`-5`, `+12,5`), which a formula engine can only read as that number, and telephone
 * numbers in E.164 (`+79161234567`), which are such numbers too; with an apostrophe they would be useless to every other
 * program. Texts that already begin with apostrophes before such a sign get one more, so that reading gives each back.
 */
const DANGEROUS = /^'*[=+\-@\t\r\n＝＋－＠]/;
const PLAIN = /^[+-]?\d+([.,]\d+)?$/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

export function guard(text: string): string {
  return DANGEROUS.test(text) && !PLAIN.test(text) ? `'${text}` : text;
}

/** Takes away what {@link guard} (or another careful program) put before the text. */
export function unguard(text: string): string {
  return text.charCodeAt(0) === 0x27 && GUARDED.test(text) ? text.slice(1) : text;
}
