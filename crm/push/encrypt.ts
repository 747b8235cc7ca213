/** Message Encryption for Web Push (RFC 8291) in the coding aes128gcm (RFC 8188), one record. WebCrypto only. */

/** What a browser gave when it subscribed; base64url. */
export interface PushKeys {
  p256dh: string;
  auth: string;
}

/** The most that push services must take (RFC 8030 §7.2), without our header and the tag. */
export const LARGEST_PAYLOAD = 4_096 - 86 - 17;

const CURVE = { name: "ECDH", namedCurve: "P-256" };
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The request's body for one browser. `salt` and `sender` are random; only tests give them.
 * @throws when the keys are no keys or the payload is too large
 */
export async function encrypt(
  payload: Bytes,
  keys: PushKeys,
  given: { salt?: Bytes; sender?: CryptoKeyPair } = {},
): Promise<Bytes> {
  if (payload.length > LARGEST_PAYLOAD) throw new RangeError("payload too large");
  const receiver = fromBase64Url(keys.p256dh);
  const secret = fromBase64Url(keys.auth);
  if (receiver.length !== 65 || secret.length !== 16) throw new TypeError("no keys of a push subscription");
  const salt = given.salt ?? crypto.getRandomValues(new Uint8Array(16));
  const sender = given.sender ?? await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", sender.publicKey));
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: await crypto.subtle.importKey("raw", receiver, CURVE, false, []) },
    sender.privateKey,
    256,
  );
  const { key, nonce } = await recordKeys({ shared: new Uint8Array(shared), secret, salt, receiver, sender: own });
  // 0x02 ends the last record (RFC 8188 §2).
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, join(payload, Uint8Array.of(2)));
  const header = new Uint8Array(21);
  header.set(salt);
  new DataView(header.buffer).setUint32(16, 4_096);
  header[20] = own.length;
  return join(header, own, new Uint8Array(sealed));
}

/** Content key and nonce of the only record; the same on both sides (RFC 8291 §3.4). */
export async function recordKeys(
  of: { shared: Bytes; secret: Bytes; salt: Bytes; receiver: Bytes; sender: Bytes },
): Promise<{ key: CryptoKey; nonce: Bytes }> {
  const info = join(text("WebPush: info\0"), of.receiver, of.sender);
  const material = await hkdf(of.shared, { salt: of.secret, info, bytes: 32 });
  const key = await hkdf(material, { salt: of.salt, info: text("Content-Encoding: aes128gcm\0"), bytes: 16 });
  const nonce = await hkdf(material, { salt: of.salt, info: text("Content-Encoding: nonce\0"), bytes: 12 });
  return { key: await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]), nonce };
}

async function hkdf(
  material: Bytes,
  { salt, info, bytes }: { salt: Bytes; info: Bytes; bytes: number },
): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, bytes * 8));
}

export function fromBase64Url(given: string): Bytes {
  try {
    return Uint8Array.from(atob(given.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function join(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const text = (given: string): Bytes => new TextEncoder().encode(given);
