/**
 * At which moment of its life each past record is looked at, so that a score holds at any moment of an open record's life:
 * a record of a day is told by records when they were a day old. The age is drawn by the record's id and not by what became
 * of it, so that neither quick wins nor slow losses are seen more often than they are met. Pure.
 */

const HOUR = 3_600_000, DAY = 24 * HOUR;

/** Ages and how many of a hundred records are looked at there. */
export const AGES: readonly { ms: number; of100: number }[] = [
  { ms: 0, of100: 40 },
  { ms: DAY, of100: 15 },
  { ms: 3 * DAY, of100: 15 },
  { ms: 7 * DAY, of100: 10 },
  { ms: 14 * DAY, of100: 10 },
  { ms: 30 * DAY, of100: 10 },
];

/** Just after its beginning: forms and imports write a record in several steps. */
const SETTLED = 5 * 60_000;

/** The moment; null: it was closed before it reached the age that it was drawn. ms */
export function lookedAt(id: string, { created, closed }: { created: number; closed: number }): number | null {
  let n = hash(id) % 100;
  const { ms } = AGES.find(({ of100 }) => (n -= of100) < 0)!;
  if (ms === 0) return Math.min(created + SETTLED, Math.max(created, closed - 1));
  return created + ms < closed ? created + ms : null;
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
export function ripeBefore(records: readonly { created: number; closed: number }[], { now }: { now: number }): number {
  if (records.length === 0) return now;
  const lives = Float64Array.from(records, ({ created, closed }) => Math.max(0, closed - created)).sort();
  const before = now - lives[Math.min(lives.length - 1, Math.floor(RIPE_SHARE * lives.length))];
  const ripe = records.filter(({ created }) => created <= before).length;
  return ripe >= LEAST_RIPE ? before : now;
}
