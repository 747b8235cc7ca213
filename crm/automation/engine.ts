/**
 * The engine: events become runs, runs are done, and time is looked at each few seconds. Told of a change it looks at
 * once, else it looks each moment; any number of nodes may run one. `settleAll` is for tests and benches.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { Store } from "@/crm/records.ts";
import type { Ports } from "@/crm/automation/actions/types.ts";
import { dispatchEvents } from "@/crm/automation/dispatch.ts";
import { dispatchTime } from "@/crm/automation/time.ts";
import { SurroundingsKeeper } from "@/crm/automation/surroundings.ts";
import { workHandful } from "@/crm/automation/work.ts";

const log = getLogger(["kommutator", "automation"]);

const LOOK_EVERY_MS = 300;
const TIME_EVERY_MS = 3_000;

export interface EngineOptions {
  clock: Clock;
  ports: Ports;
  /** What choices are called in texts, by `<field>:<value>`. */
  words?: Readonly<Record<string, string>>;
}

export class Engine {
  readonly #around: SurroundingsKeeper;
  #stopped = false;
  #timer: unknown;
  #looking: Promise<void> | null = null;
  #again = false;
  #timeAt = -Infinity;

  constructor(private readonly store: Store, private readonly options: EngineOptions) {
    this.#around = new SurroundingsKeeper(options.words);
  }

  /** Begins to look by itself. */
  start(): void {
    this.wake();
  }

  /** Something may have changed. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.options.clock.clear(this.#timer);
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.wake();
      } else this.#timer = this.options.clock.after(LOOK_EVERY_MS, () => this.wake());
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.options.clock.clear(this.#timer);
    await this.#looking;
  }

  /** Everything that is due now, and what follows from it. Returns how many events were read. */
  async settleAll(): Promise<number> {
    let events = 0;
    await dispatchTime(this.store, { now: this.options.ports.now() });
    for (;;) {
      const found = await dispatchEvents(this.store);
      events += found.events;
      const worked = await this.#work();
      if (!worked && found.runs === 0) return events;
    }
  }

  async #look(): Promise<void> {
    try {
      await dispatchEvents(this.store);
      const now = this.options.clock.now();
      if (now - this.#timeAt >= TIME_EVERY_MS) {
        this.#timeAt = now;
        await dispatchTime(this.store, { now: this.options.ports.now() });
      }
      // What runs wrote may fire other rules.
      if (await this.#work()) this.#again = true;
    } catch (error) {
      // The database may be away; nothing is lost: the cursor and the runs stand where they stood.
      log.warn("automation cannot look: {error}", { error: String(error) });
    }
  }

  async #work(): Promise<boolean> {
    let any = false;
    const options = { ports: this.options.ports, around: this.#around };
    while (!this.#stopped && await workHandful(this.store, options)) {
      any = true;
      // Events that came meanwhile do not wait until a long line is done.
      await dispatchEvents(this.store);
    }
    return any;
  }
}
