/**
 * At which moment of its life each past record is looked at, so that a score holds at any moment of an open record's life:
 * a record of a day is told by records when they were a day old. The age is drawn by the record's id and not by what became
 * of it, so that neither quick wins nor slow losses are seen more often than they are met. Pure.
 */

/** Part of the records looked at just after their beginning, and at each of five later ages. Percent. */
const AT_BEGINNING = 40;
const LATER = [12, 12, 12, 12, 12];
/** The later ages: so many of a hundred records are closed before them. */
const CLOSED_BEFORE = [10, 20, 30, 45, 60];

/** Just after its beginning: forms and imports write a record in several steps. */
const SETTLED = 5 * 60_000;

export interface Life {
  /** ms */
  created: number;
  closed: number;
}

/** Ages at which records of such lives are looked at, beside the beginning: quick businesses are looked at soon. ms */
export function agesOf(lives: readonly Life[]): number[] {
  const sorted = Float64Array.from(lives, ({ created, closed }) => Math.max(0, closed - created)).sort();
  return CLOSED_BEFORE.map((share) => sorted[Math.floor(share * sorted.length / 100)] ?? 0);
}

/** The moment; null: it was closed before it reached the age that it was drawn. ms */
export function lookedAt(id: string, { created, closed }: Life, ages: readonly number[]): number | null {
  let drawn = hash(id) % 100 - AT_BEGINNING;
  if (drawn < 0) return Math.min(created + SETTLED, Math.max(created, closed - 1));
  const age = ages[LATER.findIndex((part) => (drawn -= part) < 0)];
  return created + age < closed ? created + age : null;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Of records begun so lately only the quick ones are closed: they would teach that all are. */
const RIPE_SHARE = 0.8;
/** Fewer ripe records than this, and all are taken. */
const LEAST_RIPE = 200;

/** Records begun before this are learnt from. ms */
export function ripeBefore(records: readonly Life[], { now }: { now: number }): number {
  if (records.length === 0) return now;
  const lives = Float64Array.from(records, ({ created, closed }) => Math.max(0, closed - created)).sort();
  const before = now - lives[Math.min(lives.length - 1, Math.floor(RIPE_SHARE * lives.length))];
  const ripe = records.filter(({ created }) => created <= before).length;
  return ripe >= LEAST_RIPE ? before : now;
}
