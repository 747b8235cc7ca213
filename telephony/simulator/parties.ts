/** People (and machines) at the far end of the virtual PBX's lines: callers with patience, desk phones that answer. */
import type { Clock, Random } from "@/actors/runtime/types.ts";
import type { Party, SimChannel } from "./model.ts";
import type { Pbx } from "./pbx.ts";
import { exponential, lognormal, pick } from "./random.ts";

/** How callers behave. Times in seconds. */
export interface CallerHabits {
  /** Mean patience in the line (exponential); measured means of real centres are 5 to 15 minutes, demo ones shorter. */
  patienceS: number;
  /** Mean talk time (lognormal) and its coefficient of variation. */
  talkS: number;
  talkCv: number;
  /** Share of calls that the caller ends, not the agent. */
  callerEnds: number;
}

interface World {
  pbx: Pbx;
  clock: Clock;
  random: Random;
  /** All durations are divided by it. */
  speed: number;
}

/** A caller: waits with patience, talks once an agent is heard, then one of the two hangs up. */
export function caller(world: World, habits: CallerHabits, onGone: () => void): Party {
  const { pbx, clock, random, speed } = world;
  const patienceMs = exponential(random, habits.patienceS) * 1000 / speed;
  const talkMs = Math.max(2000, lognormal(random, { mean: habits.talkS, cv: habits.talkCv }) * 1000) / speed;
  const endsIt = random() < habits.callerEnds;
  let timer: unknown;
  let talkLeftMs = talkMs;
  let talkingSince: number | null = null;
  const wait = (channel: SimChannel) => {
    clock.clear(timer);
    timer = clock.after(patienceMs, () => pbx.hangUp(channel, 16, { request: true }));
  };
  return {
    up: wait,
    bridged(channel, others) {
      const agent = others[0];
      if (!agent) {
        if (talkingSince !== null) talkLeftMs -= clock.now() - talkingSince;
        talkingSince = null;
        wait(channel);
        return;
      }
      if (talkingSince !== null) return;
      talkingSince = clock.now();
      clock.clear(timer);
      timer = clock.after(Math.max(500, talkLeftMs), () => {
        const ends = endsIt ? channel : pbx.channels.get(agent.id) ?? channel;
        pbx.hangUp(ends, 16, { request: true });
      });
    },
    gone() {
      clock.clear(timer);
      onGone();
    },
  };
}

/** How a desk phone and the person before it behave. Times in milliseconds. */
export interface PhoneHabits {
  ringMs: number;
  /** Mean time until the call is taken (exponential, on top of 800 ms). */
  answerMs: number;
  /** Shares: takes the call, lets it ring out, presses reject. */
  takes: number;
  ignores: number;
  rejects: number;
}

/** A desk phone whose person answers by habit. One call at a time: a second one finds it busy. */
export function deskPhone(world: World, habits: PhoneHabits): Party {
  const { pbx, clock, random, speed } = world;
  let busy: string | null = null;
  return {
    ring(channel) {
      if (busy !== null && pbx.channels.has(busy)) {
        pbx.hangUp(channel, 17);
        return;
      }
      busy = channel.id;
      clock.after(habits.ringMs / speed, () => {
        if (pbx.channels.has(channel.id)) pbx.setState(channel, "Ringing");
      });
      const does = pick(random, [
        { item: "takes", weight: habits.takes },
        { item: "ignores", weight: habits.ignores },
        { item: "rejects", weight: habits.rejects },
      ]);
      if (does === "ignores") return;
      const after = (habits.ringMs + 800 + exponential(random, habits.answerMs)) / speed;
      clock.after(after, () => {
        if (!pbx.channels.has(channel.id)) return;
        if (does === "takes") pbx.setState(channel, "Up");
        else pbx.hangUp(channel, 21);
      });
    },
    gone(channel) {
      if (busy === channel.id) busy = null;
    },
  };
}
