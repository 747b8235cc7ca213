/**
 * Looks at what came in: requests and ended calls. Woken by NOTIFY, and by a slow look of its own that finds what no
 * wake-up told of (a pause after a failure, a notification that was lost). Several nodes share the work: rows are
 * claimed under lock. Own truth instead of job rows, so that a request needs one write at the door.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { Store } from "@/crm/records.ts";
import { lookAtNextCall } from "@/crm/intake/calls/missed.ts";
import { processNext } from "@/crm/intake/requests/process.ts";

const log = getLogger(["kommutator", "intake"]);

/** Requests at once in this process. */
const LANES = 2;
const SLOW_LOOK_MS = 2_000;

export class IntakeWorker {
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #timer: unknown;

  constructor(private readonly store: Store, private readonly clock: Clock) {
    this.#arm();
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => this.#running = null);
  }

  /** Resolves when nothing is left that is due. For tests and for closing. */
  async idle(): Promise<void> {
    this.wake();
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.clock.clear(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
      } catch (error) {
        // The database is away; the slow look comes back to it.
        log.warn("what came in cannot be looked at: {error}", { error: String(error) });
        return;
      }
    }
  }

  async #lane(): Promise<void> {
    while (!this.#closed) {
      const call = await lookAtNextCall(this.store);
      const request = await processNext(this.store);
      if (!call && !request) return;
    }
  }

  #arm(): void {
    this.#timer = this.clock.after(SLOW_LOOK_MS, () => {
      this.wake();
      if (!this.#closed) this.#arm();
    });
  }
}
