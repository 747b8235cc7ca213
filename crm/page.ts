/**
 * Keyset pages over (timestamp desc, id desc). A cursor is opaque text that carries the timestamp as PostgreSQL wrote
 * it, with its microseconds: a Date would drop them and skip or repeat rows.
 */
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { isId } from "@/crm/ids.ts";
import { BadInputError } from "@/crm/result.ts";

export interface Page<T> {
  rows: T[];
  /** Pass as `after` for the next page; null: this was the last one. */
  next: string | null;
}

interface Position {
  at: string;
  id: string;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-][01]\d(:[0-5]\d){0,2}$/;

export function encodeCursor(at: string, id: string): string {
  return btoa(`${at}|${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** null when the text is not a cursor of ours. */
export function decodeCursor(text: string): Position | null {
  try {
    const [at, id, ...rest] = atob(text.replaceAll("-", "+").replaceAll("_", "/")).split("|");
    return TIMESTAMP.test(at) && !Number.isNaN(Date.parse(at.slice(0, 10))) && /^[\x21-\x7e]{1,128}$/.test(id ?? "") &&
        rest.length === 0
      ? { at, id }
      : null;
  } catch {
    return null;
  }
}

/** Query parameters that every list takes. */
export const pageSchema = z.object({
  after: z.string().max(400).refine((text) => decodeCursor(text) !== null).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type PageOptions = z.input<typeof pageSchema>;

/**
 * `(at, id) < cursor`, or true without one. `at` and `id` are columns of the list's index.
 * @throws {BadInputError} when the text is no cursor, or one of another list.
 */
export function beyond(
  after: string | undefined,
  columns: { at: RawBuilder<unknown>; id: RawBuilder<unknown>; idType: "uuid" | "text" },
): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const position = decodeCursor(after);
  if (!position || (columns.idType === "uuid" && !isId(position.id))) throw new BadInputError("after");
  const id = columns.idType === "uuid" ? sql`${position.id}::uuid` : sql`${position.id}::text collate "C"`;
  return sql<boolean>`(${columns.at}, ${columns.id}) < (${position.at}::timestamptz, ${id})`;
}

/** Cuts `limit + 1` fetched rows to a page. Each row carries `cursor_at` (the timestamp as text) and `id`. */
export function toPage<R extends { cursor_at: string; id: string }, T>(
  rows: readonly R[],
  limit: number,
  map: (row: R) => T,
): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(map),
    next: rows.length > limit && last ? encodeCursor(last.cursor_at, last.id) : null,
  };
}
