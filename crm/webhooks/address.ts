/**
 * Which addresses of the internet a webhook may be sent to: none that leads inside (loopback, private, link-local with
 * the clouds' metadata, multicast) or nowhere. By the IANA registries of special-purpose addresses (RFC 6890), in bytes,
 * so that no spelling slips through.
 */

/** Prefixes as bits that nobody outside answers at. */
const CLOSED_V4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8",
  "100.64.0.0/10", // carriers' NAT, Alibaba's metadata
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local, metadata of AWS, Google, Azure, Yandex
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
].map(prefixOf);

/** Of IPv6 only global unicast (2000::/3) is open, without these. */
const GLOBAL_V6 = prefixOf("2000::/3");
const CLOSED_V6 = [
  "2001::/23", // protocol assignments, Teredo
  "2001:db8::/32",
  "3fff::/20",
].map(prefixOf);

/** IPv6 addresses that carry an IPv4 one, and where in them. */
const CARRIERS = [
  { prefix: prefixOf("::ffff:0:0/96"), at: 12 }, // IPv4-mapped
  { prefix: prefixOf("64:ff9b::/96"), at: 12 }, // NAT64
  { prefix: prefixOf("2002::/16"), at: 2 }, // 6to4
];

interface Prefix {
  bytes: Uint8Array;
  bits: number;
}

/** Whether an address as text is one of the open internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const bytes = bytesOf(address);
  return bytes !== null && isPublic(bytes);
}

function isPublic(bytes: Uint8Array): boolean {
  if (bytes.length === 4) return !CLOSED_V4.some((prefix) => within(bytes, prefix));
  const carrier = CARRIERS.find(({ prefix }) => within(bytes, prefix));
  if (carrier) return isPublic(bytes.slice(carrier.at, carrier.at + 4));
  return within(bytes, GLOBAL_V6) && !CLOSED_V6.some((prefix) => within(bytes, prefix));
}

/** 4 or 16 bytes, null when the text is no address. A zone (`%eth0`) is link-local by nature and refused. */
export function bytesOf(text: string): Uint8Array | null {
  if (text.includes(":")) return v6(text);
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return Uint8Array.from(parts, Number);
}

function v6(text: string): Uint8Array | null {
  let source = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const tail = bytesOf(dotted[2]);
    if (!tail) return null;
    const word = (at: number) => (tail[at] * 256 + tail[at + 1]).toString(16);
    source = `${dotted[1]}${word(0)}:${word(2)}`;
  }
  const halves = source.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => half === "" ? [] : half.split(":"));
  const words = tail === undefined ? head : [...head, ...zeros(8 - head.length - tail.length), ...tail];
  if (words.length !== 8 || (tail !== undefined && head.length + tail.length > 7)) return null;
  if (!words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return null;
  return Uint8Array.from(words.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]));
}

function zeros(count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, () => "0");
}

function prefixOf(text: string): Prefix {
  const [address, bits] = text.split("/");
  const bytes = bytesOf(address);
  if (!bytes) throw new Error(`no address: ${text}`);
  return { bytes, bits: Number(bits) };
}

function within(bytes: Uint8Array, prefix: Prefix): boolean {
  if (bytes.length !== prefix.bytes.length) return false;
  for (let bit = 0; bit < prefix.bits; bit += 8) {
    const mask = prefix.bits - bit >= 8 ? 255 : 255 << (8 - (prefix.bits - bit)) & 255;
    if ((bytes[bit / 8] & mask) !== (prefix.bytes[bit / 8] & mask)) return false;
  }
  return true;
}
