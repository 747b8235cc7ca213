/**
 * Sockets of people, live topics and browser phones: whose socket may do what, looked at again whenever rights change,
 * and the console's link that agents' actors hear of. Rights are kept beside each socket and read anew on every change
 * of people, roles or sessions, and every few seconds, so that an ended session neither sees calls nor has a phone.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { accessOf, type Session } from "@/crm/people/mod.ts";
import { KINDS, reachOf } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { proxySip } from "@/telephony/sip_proxy/mod.ts";
import { LiveHub } from "@/web/live/hub.ts";
import { upgradeLive } from "@/web/live/upgrade.ts";

const log = getLogger(["kommutator", "live"]);

/** Rights of open sockets are read anew at least this often. */
const RECHECK_MS = 15_000;

/** Browser phones of one person at once: a tab, its reload, a second machine. */
const PHONES_PER_USER = 8;

interface LiveSession {
  token: string;
  session: Session;
  /** Of a phone. */
  cut?: AbortController;
}

export interface LiveOptions {
  store: Store;
  topics: LiveTopics;
  clock: Clock;
  sameOrigin: (request: Request) => boolean;
  /** Asterisk's SIP over WebSocket. */
  sipUrl: string;
  /** A person's first console opened, the last one closed. */
  onOnline: (user: string) => void;
  onOffline: (user: string) => void;
}

export class Live {
  readonly hub: LiveHub<LiveSession>;
  readonly #open = new Set<LiveSession>();
  readonly #phones = new Set<LiveSession>();
  #timer: unknown;
  #checking: Promise<void> | null = null;
  #again: Promise<void> | null = null;
  #closed = false;

  constructor(readonly options: LiveOptions) {
    this.hub = new LiveHub<LiveSession>({
      topics: options.topics,
      clock: options.clock,
      authorize: ({ session }, topic) => mayFollow(session, topic),
      userOf: ({ session }) => session.user.id,
      onOnline: options.onOnline,
      onOffline: (user) => {
        for (const live of this.#open) if (live.session.user.id === user) this.#open.delete(live);
        options.onOffline(user);
      },
      onOdd: (what, user) => log.debug("{what} from a console of {user}", { what, user }),
    });
    this.#arm();
  }

  upgrade(request: Request, session: Session, token: string): Response {
    const live = { token, session };
    const response = upgradeLive(this.hub, request, live, this.options.sameOrigin);
    if (response.status === 101) this.#open.add(live);
    return response;
  }

  /** The person must have `console.use`; the route checks it first, and it is looked at again later. */
  phone(request: Request, session: Session, token: string): Response {
    if (!this.options.sameOrigin(request)) return new Response(null, { status: 403 });
    const own = [...this.#phones].filter((phone) => phone.session.user.id === session.user.id);
    if (own.length >= PHONES_PER_USER) return new Response(null, { status: 429, headers: { "retry-after": "5" } });
    const cut = new AbortController();
    const phone: LiveSession = { token, session, cut };
    const response = proxySip(request, {
      target: this.options.sipUrl,
      signal: cut.signal,
      onClosed: () => this.#phones.delete(phone),
    });
    if (response.status === 101) this.#phones.add(phone);
    return response;
  }

  /** People, roles or sessions changed: every open socket is looked at again. */
  recheck(): Promise<void> {
    if (!this.#checking) return this.#checking = this.#recheck().finally(() => this.#checking = null);
    // A look under way may have read the rights of before the change.
    const next = () => this.recheck();
    return this.#again ??= this.#checking.then(next, next).finally(() => this.#again = null);
  }

  close(): void {
    this.options.clock.clear(this.#timer);
    this.#closed = true;
    for (const phone of this.#phones) phone.cut?.abort();
    this.hub.close();
  }

  #arm(): void {
    if (this.#closed) return;
    this.#timer = this.options.clock.after(RECHECK_MS, () => {
      this.recheck().catch((error) => log.warn("rights of consoles cannot be read: {error}", { error: String(error) }))
        .finally(() => this.#arm());
    });
  }

  async #recheck(): Promise<void> {
    const byToken = Map.groupBy([...this.#open, ...this.#phones], ({ token }) => token);
    for (const [token, sockets] of byToken) {
      const session = await accessOf(this.options.store, token, { ip: "" });
      for (const socket of sockets) {
        if (session) socket.session = session;
        else this.#open.delete(socket);
        if (!session?.access.permissions.has("console.use")) socket.cut?.abort();
      }
      if (session) this.hub.recheck((live) => live.token === token);
      else this.hub.disconnect((live) => live.token === token);
    }
  }
}

/** An agent's own topic is the agent's; the wallboard and the news of records are for those who may see them. */
export function mayFollow(session: Session, topic: string): boolean {
  const { permissions } = session.access;
  if (topic === "wallboard") return permissions.has("wallboard.view");
  if (topic === "inbox") return permissions.has("inbox.handle");
  if (topic === "training") return permissions.has("analytics.view");
  const kind = /^records\/(\w+)$/.exec(topic)?.[1];
  if (kind) return KINDS.some((one) => one === kind && reachOf(session.access, one, "view") !== "none");
  if (topic === `imports/${session.user.id}`) return permissions.has("records.import");
  if (topic === `notices/${session.user.id}`) return true;
  return topic === `agent/${session.user.id}` && permissions.has("console.use");
}
