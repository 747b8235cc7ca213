/**
 * A journal that spares new calls their first read: a channel that has just come in cannot have a journal, and a
 * question to the database would stand between the caller's INVITE and the agent's ring.
 */
import type { ActorId, Journal } from "@/actors/runtime/types.ts";

/** Fresh streams remembered at most; one that is forgotten is simply read. */
const MOST = 10_000;

export class FreshJournal implements Journal {
  #fresh = new Set<ActorId>();

  constructor(readonly journal: Journal) {}

  /** The stream surely holds nothing: its next load is answered at once. */
  markFresh(stream: ActorId): void {
    if (this.#fresh.size < MOST) this.#fresh.add(stream);
  }

  load(...[stream, version]: Parameters<Journal["load"]>): ReturnType<Journal["load"]> {
    if (this.#fresh.delete(stream)) return Promise.resolve({ entries: [] });
    return this.journal.load(stream, version);
  }

  append(...args: Parameters<Journal["append"]>): Promise<void> {
    return this.journal.append(...args);
  }

  saveSnapshot(...args: Parameters<Journal["saveSnapshot"]>): Promise<void> {
    return this.journal.saveSnapshot(...args);
  }

  flush(): Promise<void> {
    return this.journal.flush();
  }
}
