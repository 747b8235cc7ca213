/** Our runtime, with everything on that production has on: bounds, supervision, ask timeouts, the sliced scheduler. */
import { type ActorId, ActorSystem, LiveTopics, MemoryJournal, systemClock } from "@/actors/runtime/mod.ts";
import { type Contender, Countdown, inAsks, inBatches, inFan, inRing, RING, SENDERS } from "./contender.ts";

export function makeSystem(): ActorSystem {
  return new ActorSystem({
    clock: systemClock,
    random: Math.random,
    journal: new MemoryJournal(),
    topics: new LiveTopics({ epoch: "bench" }),
    onFault: (fault) => {
      throw new Error(fault.message);
    },
  });
}

export function ours(): Contender {
  const system = makeSystem();
  const countdown = new Countdown();
  system.spawn<number>("bench/sink", { receive: () => countdown.hit() });
  system.spawn<number>("bench/answer", { receive: (i) => i });
  const senders = Array.from({ length: SENDERS }, (_, i): ActorId => `sender/${i}`);
  for (const id of senders) {
    system.spawn<number>(id, {
      receive(share, ctx) {
        for (let i = 0; i < share; i++) ctx.tell("bench/sink", i);
      },
    });
  }
  const ring = Array.from({ length: RING }, (_, i): ActorId => `ring/${i}`);
  ring.forEach((id, at) => {
    const next = ring[(at + 1) % RING];
    system.spawn<number>(id, {
      receive(hops, ctx) {
        if (hops === 1) countdown.hit();
        else ctx.tell(next, hops - 1);
      },
    });
  });
  return {
    name: "ours",
    tell: (n) => inBatches(n, countdown, (i) => system.tell("bench/sink", i)),
    ask: (n) => inAsks(n, (i) => system.ask("bench/answer", i)),
    fanin: (n) => inFan(n, countdown, (sender, share) => system.tell(senders[sender], share)),
    ring: (n) => inRing(n, countdown, (at, hops) => system.tell(ring[at], hops)),
    close: () => system.stop(),
  };
}

/** Bytes of heap that one idle plain actor keeps, addresses and mailbox bookkeeping included. Needs `gc()`. */
export async function bytesPerActor(count = 100_000): Promise<number | null> {
  const gc = (globalThis as { gc?: () => void }).gc;
  if (gc === undefined) return null;
  const settle = async () => {
    for (let i = 0; i < 4; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return Deno.memoryUsage().heapUsed;
  };
  const system = makeSystem();
  const before = await settle();
  // A closure each, as real actors have; each has handled a message, so its mailbox has been in use.
  for (let i = 0; i < count; i++) {
    let last = 0;
    system.spawn<number>(`idle/${i}`, { receive: (n) => void (last += n) });
    system.tell(`idle/${i}`, i);
  }
  await system.drain();
  const after = await settle();
  if (system.health().actors !== count) throw new Error("actors went missing while being measured");
  await system.stop();
  return Math.round((after - before) / count);
}
