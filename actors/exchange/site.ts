/** The row `site` of the wallboard (SiteRow of `web/live/protocol.ts`): how telephony and the journal are. */
import type { Clock, TopicWriter } from "@/actors/runtime/types.ts";
import type { AriState } from "@/telephony/ari/port.ts";

export type JournalHealth = "ok" | "behind" | "down";

export class Site {
  #telephony: "connected" | "connecting" | "lost" | null = null;
  #journal: JournalHealth = "ok";

  constructor(readonly ports: { topics: TopicWriter; clock: Clock; simulator: boolean }) {}

  telephony(state: AriState): void {
    // A replaced or closed client will never be connected again: for people telephony is lost.
    const telephony = state === "connected" || state === "connecting" ? state : "lost";
    if (telephony === this.#telephony) return;
    this.#telephony = telephony;
    const { topics, clock, simulator } = this.ports;
    topics.put("wallboard", "site", { telephony, since: clock.now(), simulator, journal: this.#journal });
  }

  journal(health: JournalHealth): void {
    this.#journal = health;
    this.ports.topics.set("wallboard", "site", "journal", health);
  }
}
