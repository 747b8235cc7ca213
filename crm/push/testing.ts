/** A push service and a browser's half of the keys on this machine, which reads what was sent. For tests only. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import { fromBase64Url, recordKeys, toBase64Url } from "@/crm/push/encrypt.ts";
import { subscribe, type Subscription } from "@/crm/push/subscriptions.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";

export interface GotPush {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Uint8Array<ArrayBuffer>;
}

export interface PushService {
  url: string;
  got: GotPush[];
  /** Status of the next answers; default 201. */
  status: number;
  onPush: () => void;
}

export async function withPushService<T>(use: (service: PushService) => Promise<T>): Promise<T> {
  const service: PushService = { url: "", got: [], status: 201, onPush: () => {} };
  const server = http.createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", async () => {
      const body = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
      service.got.push({ path: request.url ?? "", headers: request.headers, body });
      response.statusCode = service.status;
      response.end();
      service.onPush();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use(service);
  } finally {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }
}

export interface FakeBrowser {
  subscription: Subscription;
  /** As a browser reads it (RFC 8291 §3, RFC 8188 §2). */
  read(body: Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>>;
}

export async function fakeBrowser(endpoint: string): Promise<FakeBrowser> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const secret = crypto.getRandomValues(new Uint8Array(16));
  return {
    subscription: { endpoint, keys: { p256dh: toBase64Url(own), auth: toBase64Url(secret) } },
    async read(body) {
      const salt = body.slice(0, 16);
      const sender = body.slice(21, 21 + body[20]);
      const theirs = await crypto.subtle.importKey("raw", sender, { name: "ECDH", namedCurve: "P-256" }, false, []);
      const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
      const { key, nonce } = await recordKeys({ shared: new Uint8Array(shared), secret, salt, receiver: own, sender });
      const sealed = body.slice(21 + body[20]);
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed);
      const padded = new TextDecoder().decode(opened);
      return JSON.parse(padded.slice(0, padded.lastIndexOf("\x02")));
    },
  };
}

/** The person's browser, in a session of its own. */
export async function subscribed(
  store: Store,
  access: Access,
  endpoint: string,
): Promise<FakeBrowser & { session: string }> {
  const session = newId();
  await sql`insert into sessions (id, token_sha256, user_id, expires_at)
    values (${session}, ${crypto.getRandomValues(new Uint8Array(32))}, ${access.user}, now() + interval '1 day')`
    .execute(store.db);
  const browser = await fakeBrowser(endpoint);
  unwrap(await subscribe(store, access, { ...browser.subscription, session, userAgent: "test" }));
  return { ...browser, session };
}

/** Whether a header `vapid t=…, k=…` is signed by the key that it names. */
export async function vapidClaims(header: string): Promise<Record<string, unknown> | null> {
  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
  if (!token) return null;
  const [head, body, signature] = token.split(".");
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const known = await crypto.subtle.importKey("raw", fromBase64Url(key), algorithm, false, ["verify"]);
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, known, fromBase64Url(signature), signed);
  return good ? JSON.parse(new TextDecoder().decode(fromBase64Url(body))) : null;
}
