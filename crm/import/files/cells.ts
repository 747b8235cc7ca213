/** What writers take: cells with their type, in rows, in batches. */

/** A day `2024-01-31` or a moment `2024-01-31 10:00:00` on the wall clock of whoever exports. Makes a real date in .xlsx. */
export interface DateCell {
  date: string;
}
export type Cell = string | number | boolean | null | DateCell;

/** Batches of rows; a generator over the store's pages is asked for the next one only when the reader has room. */
export type CellRows = AsyncIterable<Cell[][]> | Iterable<Cell[][]>;

export interface Column {
  title: string;
  /** In characters, of .xlsx. Default: from the title. */
  width?: number;
}

/** A moment on the wall clock of a time zone (IANA name). */
export function wallClock(moment: Date, timeZone: string): DateCell {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, format = new Intl.DateTimeFormat("sv-SE", { ...SWEDISH, timeZone }));
  return { date: format.format(moment) };
}

/** Sweden writes days and times as ISO 8601 does. */
const SWEDISH = { dateStyle: "short", timeStyle: "medium" } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A stream whose source is asked only as fast as it is read, and is ended when the reader goes away. */
export function toStream(source: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  }, { highWaterMark: 0 });
}
