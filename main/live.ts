/**
 * Live topics for people: whose socket may follow what, looked at again whenever rights change, and the console's link
 * that agents' actors hear of. Rights are kept beside each socket and read anew on every change of people or roles,
 * and every few seconds, so that an ended session does not go on seeing calls.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { accessOf, type Session } from "@/crm/people/mod.ts";
import type { Store } from "@/crm/records.ts";
import { LiveHub } from "@/web/live/hub.ts";
import { upgradeLive } from "@/web/live/upgrade.ts";

const log = getLogger(["kommutator", "live"]);

/** Rights of open sockets are read anew at least this often. */
const RECHECK_MS = 15_000;

interface LiveSession {
  token: string;
  session: Session;
}

export interface LiveOptions {
  store: Store;
  topics: LiveTopics;
  clock: Clock;
  sameOrigin: (request: Request) => boolean;
  /** A person's first console opened, the last one closed. */
  onOnline: (user: string) => void;
  onOffline: (user: string) => void;
}

export class Live {
  readonly hub: LiveHub<LiveSession>;
  readonly #open = new Set<LiveSession>();
  #timer: unknown;
  #checking: Promise<void> | null = null;

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

  /** People, roles or sessions changed: every open socket is looked at again. */
  recheck(): Promise<void> {
    this.#checking ??= this.#recheck().finally(() => this.#checking = null);
    return this.#checking;
  }

  close(): void {
    this.options.clock.clear(this.#timer);
    this.hub.close();
  }

  #arm(): void {
    this.#timer = this.options.clock.after(RECHECK_MS, () => {
      this.recheck().catch((error) => log.warn("rights of consoles cannot be read: {error}", { error: String(error) }))
        .finally(() => this.#arm());
    });
  }

  async #recheck(): Promise<void> {
    const byToken = new Map<string, LiveSession[]>();
    for (const live of this.#open) byToken.set(live.token, [...byToken.get(live.token) ?? [], live]);
    for (const [token, lives] of byToken) {
      const session = await accessOf(this.options.store, token, { ip: "" });
      if (!session) {
        this.hub.disconnect((live) => live.token === token);
        for (const live of lives) this.#open.delete(live);
        continue;
      }
      for (const live of lives) live.session = session;
      this.hub.recheck((live) => live.token === token);
    }
  }
}

/** An agent's own topic is the agent's; the wallboard is for those who may see it. */
export function mayFollow(session: Session, topic: string): boolean {
  const { permissions } = session.access;
  if (topic === "wallboard") return permissions.has("wallboard.view");
  return topic === `agent/${session.user.id}` && permissions.has("console.use");
}
