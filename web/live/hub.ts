/**
 * The live topics' server side: sockets, subscriptions and who may have them. Transport-free: `upgrade.ts` brings
 * WebSockets, tests bring links of their own. Nothing that a browser sends makes it throw. Longer than most files,
 * because a socket's whole life (coming, asking, silence, end) must agree on one set of counts.
 */
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { Feed, FULL_BYTES, type Link, type Subscriber } from "./feed.ts";
import { parseClientFrame } from "./frames.ts";
import type { ClientFrame, RefusalCode, ServerFrame } from "./protocol.ts";

export interface LiveHubOptions<Session> {
  topics: LiveTopics;
  /** Asked at every subscription and again by {@link LiveHub.recheck}; must look at the rights as they are now. */
  authorize(session: Session, topic: string): boolean;
  /** Whose socket it is, for counting a person's open consoles. */
  userOf(session: Session): string;
  clock: Clock;
  /** Least time between deltas of a topic, ms. Default: `wallboard` and `board/…` 60, others at once. */
  cadenceMs?(topic: string): number;
  /** The first socket of a person opened; the last one closed. */
  onOnline?(user: string): void;
  onOffline?(user: string): void;
  /** Something odd that a browser sent or did; counted too. */
  onOdd?(what: string, user: string): void;
  soon?(run: () => void): void;
  limits?: Partial<Limits>;
}

export interface Limits {
  subscriptions: number;
  /** A heartbeat to every client so often, ms; the client answers each. */
  heartbeatMs: number;
  /** A client that sends nothing for so long is gone, ms. */
  silenceMs: number;
  /** Malformed frames before the socket is closed. */
  badFrames: number;
  /** Frames per minute before the socket is closed. */
  framesPerMinute: number;
  socketsPerUser: number;
}

const LIMITS: Limits = {
  subscriptions: 32,
  heartbeatMs: 10_000,
  silenceMs: 35_000,
  badFrames: 20,
  framesPerMinute: 600,
  socketsPerUser: 20,
};

/** Close codes: browsers reconnect after each of them except `ended`. */
export const CLOSE = { silent: 4408, flood: 4429, ended: 4401, restart: 1012, bad: 1008 } as const;

interface Client<Session> {
  session: Session;
  user: string;
  link: Link;
  subs: Map<string, Subscriber>;
  heardAt: number;
  bad: number;
  frames: number;
  minute: number;
}

export interface LiveStats {
  clients: number;
  subscriptions: number;
  badFrames: number;
  refusals: number;
  sentFrames: number;
  sentBytes: number;
}

/** What the transport calls for one socket. */
export interface Attached {
  receive(data: unknown): void;
  closed(): void;
}

export class LiveHub<Session> {
  readonly #clients = new Set<Client<Session>>();
  readonly #online = new Map<string, number>();
  readonly #feeds = new Map<string, Feed>();
  readonly #limits: Limits;
  #beat: unknown;
  readonly stats: LiveStats = { clients: 0, subscriptions: 0, badFrames: 0, refusals: 0, sentFrames: 0, sentBytes: 0 };

  constructor(private readonly options: LiveHubOptions<Session>) {
    this.#limits = { ...LIMITS, ...options.limits };
    this.#beat = options.clock.after(this.#limits.heartbeatMs / 2, () => this.#sweep(false));
  }

  /** Whether a person may open one more socket. */
  hasRoom(session: Session): boolean {
    return (this.#online.get(this.options.userOf(session)) ?? 0) < this.#limits.socketsPerUser;
  }

  /** Takes an open socket. */
  attach(link: Link, session: Session): Attached {
    const { clock, userOf } = this.options;
    const client: Client<Session> = {
      session,
      user: userOf(session),
      link,
      subs: new Map(),
      heardAt: clock.now(),
      bad: 0,
      frames: 0,
      minute: clock.now(),
    };
    this.#clients.add(client);
    this.stats.clients++;
    const before = this.#online.get(client.user) ?? 0;
    this.#online.set(client.user, before + 1);
    if (before === 0) this.options.onOnline?.(client.user);
    return { receive: (data) => this.#receive(client, data), closed: () => this.#gone(client) };
  }

  #receive(client: Client<Session>, data: unknown): void {
    if (!this.#clients.has(client)) return;
    const now = this.options.clock.now();
    client.heardAt = now;
    if (now - client.minute >= 60_000) [client.minute, client.frames] = [now, 0];
    if (++client.frames > this.#limits.framesPerMinute) return this.#end(client, CLOSE.flood, "flood");
    const frame = parseClientFrame(data);
    if (frame) return this.#obey(client, frame);
    this.stats.badFrames++;
    this.#refuse(client, "", "bad-frame");
    if (++client.bad >= this.#limits.badFrames) this.#end(client, CLOSE.bad, "bad-frame");
  }

  #obey(client: Client<Session>, frame: ClientFrame): void {
    switch (frame.t) {
      case "sub":
        return this.#subscribe(client, frame);
      case "unsub":
        return this.#unsubscribe(client, frame.topic);
      case "p":
        return this.#send(client, { t: "p", at: frame.at, now: this.options.clock.now() });
    }
  }

  #subscribe(client: Client<Session>, { topic, e, s }: ClientFrame & { t: "sub" }): void {
    if (!this.#allowed(client, topic)) return this.#refuse(client, topic, "forbidden");
    const known = client.subs.get(topic);
    if (!known && client.subs.size >= this.#limits.subscriptions) return this.#refuse(client, topic, "too-many");
    const subscriber = known ?? { link: client.link, position: null };
    if (!known) this.stats.subscriptions++;
    client.subs.set(topic, subscriber);
    this.#feedOf(topic).add(subscriber, e, s);
    // A client that has everything learns so.
    if (s === subscriber.position) this.#heartbeat(client, topic);
  }

  #allowed(client: Client<Session>, topic: string): boolean {
    try {
      return this.options.authorize(client.session, topic);
    } catch (error) {
      this.options.onOdd?.(`authorize failed: ${error instanceof Error ? error.message : String(error)}`, client.user);
      return false;
    }
  }

  #feedOf(topic: string): Feed {
    const known = this.#feeds.get(topic);
    if (known) return known;
    const { clock, topics, cadenceMs = defaultCadence, soon = queueMicrotask } = this.options;
    const feed = new Feed(topics.open(topic), {
      clock,
      cadenceMs: cadenceMs(topic),
      soon,
      onSent: (bytes, receivers) => {
        this.stats.sentFrames += receivers;
        this.stats.sentBytes += bytes * receivers;
      },
    });
    this.#feeds.set(topic, feed);
    return feed;
  }

  #unsubscribe(client: Client<Session>, topic: string): void {
    const subscriber = client.subs.get(topic);
    if (!subscriber) return;
    client.subs.delete(topic);
    this.stats.subscriptions--;
    const feed = this.#feeds.get(topic);
    feed?.subscribers.delete(subscriber);
    if (!feed || feed.subscribers.size > 0) return;
    feed.close();
    this.#feeds.delete(topic);
    // A table that only the asking made is not kept.
    if (feed.table.seq === 0) this.options.topics.drop(topic);
  }

  #refuse(client: Client<Session>, topic: string, code: RefusalCode): void {
    this.stats.refusals++;
    this.options.onOdd?.(code, client.user);
    this.#send(client, { t: "no", topic, code });
  }

  #heartbeat(client: Client<Session>, topic: string): void {
    const subscriber = client.subs.get(topic);
    const feed = this.#feeds.get(topic);
    if (!subscriber || !feed || subscriber.position === null) return;
    this.#send(client, { t: "h", topic, e: feed.table.epoch, s: subscriber.position });
  }

  /** Small frames go out unless the client reads nothing at all: then its silence closes it. */
  #send(client: Client<Session>, frame: ServerFrame): void {
    if (client.link.bufferedAmount > FULL_BYTES) return;
    client.link.send(JSON.stringify(frame));
  }

  #sweep(beat: boolean): void {
    const { clock } = this.options;
    const now = clock.now();
    this.#beat = clock.after(this.#limits.heartbeatMs / 2, () => this.#sweep(!beat));
    for (const client of this.#clients) {
      if (now - client.heardAt > this.#limits.silenceMs) this.#end(client, CLOSE.silent, "silent");
      else if (beat) { for (const topic of client.subs.keys()) this.#heartbeat(client, topic); }
    }
  }

  /** Asks again about every subscription of these sessions; those no longer allowed end with `forbidden`. */
  recheck(which: string | ((session: Session) => boolean)): void {
    for (const client of this.#clients) {
      if (typeof which === "string" ? client.user !== which : !which(client.session)) continue;
      for (const topic of [...client.subs.keys()]) {
        if (this.#allowed(client, topic)) continue;
        this.#unsubscribe(client, topic);
        this.#refuse(client, topic, "forbidden");
      }
    }
  }

  /** Ends the sockets of these sessions: logged out, locked. */
  disconnect(which: string | ((session: Session) => boolean)): void {
    for (const client of [...this.#clients]) {
      if (typeof which === "string" ? client.user === which : which(client.session)) {
        this.#end(client, CLOSE.ended, "session ended");
      }
    }
  }

  /** Open sockets of a person. */
  connectionsOf(user: string): number {
    return this.#online.get(user) ?? 0;
  }

  #end(client: Client<Session>, code: number, reason: string): void {
    this.options.onOdd?.(reason, client.user);
    client.link.close(code, reason);
    // A dead peer never answers the closing handshake, so the socket's own event may be minutes away.
    this.#gone(client);
  }

  #gone(client: Client<Session>): void {
    if (!this.#clients.delete(client)) return;
    this.stats.clients--;
    for (const topic of [...client.subs.keys()]) this.#unsubscribe(client, topic);
    const left = (this.#online.get(client.user) ?? 1) - 1;
    if (left > 0) this.#online.set(client.user, left);
    else {
      this.#online.delete(client.user);
      this.options.onOffline?.(client.user);
    }
  }

  /** Closes every socket; browsers come back to the next server by themselves. */
  close(): void {
    this.options.clock.clear(this.#beat);
    for (const client of [...this.#clients]) this.#end(client, CLOSE.restart, "restart");
  }
}

function defaultCadence(topic: string): number {
  return topic === "wallboard" || topic.startsWith("board/") ? 60 : 0;
}
