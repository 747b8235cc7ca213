/** One notice to all browsers of a person. Endpoints that are gone are forgotten. */
import type { Store } from "@/crm/records.ts";
import { encrypt, LARGEST_PAYLOAD } from "@/crm/push/encrypt.ts";
import { type Browser, browsersOf } from "@/crm/push/subscriptions.ts";
import { Vapid, vapidKeys } from "@/crm/push/vapid.ts";
import type { Attempt } from "@/crm/reminders/attempt.ts";
import { type Outcome, send } from "@/crm/webhooks/send.ts";

/** A push service keeps it for a browser that is off; later it is of no use. */
const TTL_S = 4 * 3_600;

/** What the service worker (static/push.js) shows. */
export interface PushPayload {
  id: string;
  title: string;
  text: string;
  link: string;
  /** Told at, ms: a console that showed it already does not show it twice. */
  at: number;
}

export interface PushOptions {
  /** Address of whoever runs this; null: unknown. */
  contact: string | null;
  /** Push services of tests stand on this machine. */
  allowPrivate?: boolean;
  now?: () => number;
}

export class Push {
  #vapid: Promise<Vapid> | null = null;

  constructor(private readonly store: Store, private readonly options: PushOptions) {}

  async send(user: string, payload: PushPayload): Promise<Attempt> {
    const now = this.options.now?.() ?? Date.now();
    const browsers = await browsersOf(this.store, user, now);
    if (browsers.length === 0) return { failure: "no-browser", retry: false };
    const body = bytesOf(payload);
    const vapid = await this.#keys();
    const outcomes = await Promise.all(browsers.map((browser) => this.#one(browser, { body, vapid, now })));
    if (outcomes.some(({ failure }) => failure === null)) return { failure: null };
    return outcomes.find(({ retry }) => retry) ?? outcomes[0];
  }

  async #one(browser: Browser, given: { body: Uint8Array<ArrayBuffer>; vapid: Vapid; now: number }): Promise<Attempt> {
    const { endpoint } = browser;
    const outcome = await send({
      url: endpoint,
      body: await encrypt(given.body, browser),
      allowPrivate: this.options.allowPrivate ?? false,
      headers: {
        "content-type": "application/octet-stream",
        "content-encoding": "aes128gcm",
        ttl: String(TTL_S),
        urgency: "high",
        authorization: await given.vapid.header(endpoint, given.now),
      },
    });
    if (outcome.failure === null) {
      await this.store.db.updateTable("push_subscriptions").set({ used_at: new Date(given.now) })
        .where("id", "=", browser.id).execute();
      return { failure: null };
    }
    if (outcome.status === 404 || outcome.status === 410) {
      await this.store.db.deleteFrom("push_subscriptions").where("id", "=", browser.id).execute();
      return { failure: "gone", retry: false };
    }
    return { failure: reasonOf(outcome), retry: mayPass(outcome) };
  }

  #keys(): Promise<Vapid> {
    const made = this.#vapid ??= vapidKeys(this.store).then((keys) => new Vapid(keys, this.options.contact));
    made.catch(() => this.#vapid = null);
    return made;
  }
}

/** Words: `notices.reason.push-<word>`. */
function reasonOf({ failure, status }: Outcome): string {
  if (failure === "private-address") return "push-private";
  if (failure !== "status") return "push-unreachable";
  return status === 429 || (status ?? 500) >= 500 ? "push-busy" : "push-refused";
}

function mayPass({ failure, status }: Outcome): boolean {
  if (failure === "private-address" || failure === "redirect") return false;
  return failure !== "status" || status === 429 || (status ?? 500) >= 500;
}

/** Long texts are cut: the push may hold four kilobytes. */
function bytesOf(payload: PushPayload): Uint8Array<ArrayBuffer> {
  for (let length = 600;; length = Math.floor(length / 2)) {
    const cut = { ...payload, title: cutTo(payload.title, 200), text: cutTo(payload.text, length) };
    const bytes = new TextEncoder().encode(JSON.stringify(cut));
    if (bytes.length <= LARGEST_PAYLOAD) return bytes;
  }
}

const cutTo = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text;
