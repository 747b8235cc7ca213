/** Callers arriving at the virtual trunk: a Poisson process per line with the shape of a day, from a seed. */
import type { Clock, Random } from "@/actors/runtime/types.ts";
import type { SimChannel } from "./model.ts";
import { caller, type CallerHabits } from "./parties.ts";
import type { Pbx } from "./pbx.ts";
import { exponential } from "./random.ts";

export interface Line {
  /** The number that is dialled. */
  did: string;
  /** Mean calls per minute. */
  perMinute: number;
  habits: CallerHabits;
}

export interface TrafficOptions {
  pbx: Pbx;
  clock: Clock;
  random: Random;
  speed: number;
  app: string;
  /** Whether the application listens now; else a call waits in the dialplan, as with Asterisk. */
  listening: () => boolean;
  /** A caller's number and name for the n-th call. */
  identity: (n: number) => { number: string; name: string };
}

/** Dialplan retries while the application is away: every 500 ms, 20 times, then the call is refused (cause 34). */
const RETRY_MS = 500;
const RETRIES = 20;

export class Traffic {
  arrived = 0;
  gone = 0;
  #timers = new Set<unknown>();
  #running = true;

  constructor(readonly options: TrafficOptions) {}

  /** Lets callers of the line arrive until {@link Traffic.stop}. */
  open(line: Line): void {
    if (line.perMinute <= 0) return;
    const { clock, random, speed } = this.options;
    const next = () => {
      if (!this.#running) return;
      const timer = clock.after(exponential(random, 60_000 / line.perMinute) / speed, () => {
        this.#timers.delete(timer);
        if (!this.#running) return;
        this.call(line);
        next();
      });
      this.#timers.add(timer);
    };
    next();
  }

  /** One caller dials the line now. */
  call(line: Line): SimChannel {
    const { pbx } = this.options;
    const who = this.options.identity(this.arrived++);
    const party = caller(this.options, line.habits, () => this.gone++);
    const channel = pbx.create({
      resource: "trunk",
      state: "Ring",
      caller: who,
      exten: line.did,
      context: "from-trunk",
      party,
    });
    this.#enter(channel, line.did, 0);
    return channel;
  }

  stop(): void {
    this.#running = false;
    for (const timer of this.#timers) this.options.clock.clear(timer);
    this.#timers.clear();
  }

  #enter(channel: SimChannel, did: string, tried: number): void {
    const { pbx, clock, app } = this.options;
    if (!pbx.channels.has(channel.id)) return;
    if (this.options.listening()) pbx.enterStasis(channel, app, ["inbound", did]);
    else if (tried >= RETRIES || !this.#running) pbx.hangUp(channel, 34);
    else clock.after(RETRY_MS / this.options.speed, () => this.#enter(channel, did, tried + 1));
  }
}
