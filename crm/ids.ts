/** Ids of records: UUIDv7 (RFC 9562 §5.7) made by us, so that they sort by time and any PostgreSQL will do. */

let lastMs = 0;
let counter = 0;

/** A new id. Ids made by one process are strictly increasing, also within a millisecond. */
export function newId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    // A random start leaves 11 bits of room and keeps two processes apart.
    counter = crypto.getRandomValues(new Uint16Array(1))[0] & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(lastMs / 0x10000));
  view.setUint16(4, lastMs % 0x10000);
  view.setUint16(6, 0x7000 | counter);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL would take the text as a uuid in the usual form. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
