/** Who we are to push services (VAPID, RFC 8292): one key pair for the installation, made once and kept in the store. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { toBase64Url } from "@/crm/push/encrypt.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
/** A token is good for a day at most; services with slow clocks get twelve hours. */
const TOKEN_MS = 12 * 3_600_000;
const RENEW_MS = 3_600_000;

export interface VapidKeys {
  /** Uncompressed point, base64url: what browsers subscribe with. */
  publicKey: string;
  privateKey: CryptoKey;
}

/** The installation's keys; the first who asks makes them, two at once keep the same. */
export async function vapidKeys(store: Store): Promise<VapidKeys> {
  const read = () => store.db.selectFrom("push_keys").select(["public_key", "private_key"]).executeTakeFirst();
  let row = await read();
  if (!row) {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
    await sql`insert into push_keys (public_key, private_key) values (${toBase64Url(raw)}, ${
      JSON.stringify(await crypto.subtle.exportKey("jwk", privateKey))
    }) on conflict do nothing`.execute(store.db);
    row = await read();
  }
  if (!row) throw new Error("the keys for pushes cannot be kept");
  const privateKey = await crypto.subtle.importKey("jwk", row.private_key, ALGORITHM, false, ["sign"]);
  return { publicKey: row.public_key, privateKey };
}

/** Makes `Authorization` headers; a token for each push service, renewed in time. */
export class Vapid {
  readonly #tokens = new Map<string, { token: string; until: number }>();

  /** @param contact `https:` or `mailto:` address of whoever runs this installation; null: none is known */
  constructor(private readonly keys: VapidKeys, private readonly contact: string | null) {}

  async header(endpoint: string, now: number): Promise<string> {
    const audience = new URL(endpoint).origin;
    let known = this.#tokens.get(audience);
    if (!known || known.until - now < RENEW_MS) {
      // Endpoints come from browsers: a stranger's list of origins must not grow without end.
      if (this.#tokens.size > 100) this.#tokens.clear();
      const until = now + TOKEN_MS;
      this.#tokens.set(audience, known = { token: await this.#sign(audience, until), until });
    }
    return `vapid t=${known.token}, k=${this.keys.publicKey}`;
  }

  async #sign(audience: string, until: number): Promise<string> {
    const part = (value: unknown) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
    const claims = { aud: audience, exp: Math.floor(until / 1_000), ...(this.contact ? { sub: this.contact } : {}) };
    const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
    const signature = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      this.keys.privateKey,
      new TextEncoder().encode(signed),
    );
    return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
  }
}
