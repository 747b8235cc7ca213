/** What the readers of values share: how they answer, and what counts as text. */
import type { Point, Value } from "@/crm/record/types.ts";

export type Read = { ok: true; value: Value } | { ok: false; code: string };

export const good = (value: Value): Read => ({ ok: true, value });
export const bad = (what: string): Read => ({ ok: false, code: `records.error.${what}` });

const MOST_POINTS = 20;

/** Phones or e-mails: points, texts, or a cell with several; each value once, the typed form beside it. */
export function readPoints(given: unknown, parse: (text: string) => string | null, code: string): Read {
  const list = Array.isArray(given) ? given : listOf(given);
  const points = new Map<string, Point>();
  for (const one of list) {
    const point: Partial<Point> = typeof one === "object" && one !== null ? one : { value: textOf(one) };
    const raw = plainText(textOf(point.raw ?? point.value)).trim();
    const value = parse(textOf(point.value).trim()) ?? parse(raw);
    if (!value) {
      if (raw === "") continue;
      return bad(code);
    }
    if (points.has(value)) continue;
    const label = plainText(textOf(point.label)).trim().slice(0, 40);
    points.set(value, {
      value,
      ...(raw !== value && raw.length <= 80 ? { raw } : {}),
      ...(label ? { label } : {}),
    });
  }
  return points.size > MOST_POINTS ? bad("too-many") : good([...points.values()]);
}

/** Text as it is kept: no NUL, no half characters, composed («й» comes from a Mac as two characters). */
export const plainText = (text: string) => text.replaceAll("\0", "").toWellFormed().normalize("NFC");

/** What has a text of its own; anything else is none. */
export function textOf(given: unknown): string {
  return ["string", "number", "boolean", "bigint"].includes(typeof given) ? `${given}` : "";
}

/** A list, or a cell's text with its parts between commas, semicolons or lines. */
export function listOf(given: unknown): string[] {
  const parts = Array.isArray(given)
    ? given
    : typeof given === "string"
    ? given.split(/[,;\n|]/)
    : given == null
    ? []
    : [given];
  return parts.map((part) => plainText(textOf(part)).trim()).filter(Boolean);
}
