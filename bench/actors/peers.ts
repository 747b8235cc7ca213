/** The peers: what else one would take in TypeScript. Each used as its own documentation shows. */
import { Deferred, Effect, Queue } from "npm:effect@4.1.0";
import * as nact from "npm:nact@7.6.2";
import { assign, createActor, setup } from "npm:xstate@5.33.3";
import { type Contender, Countdown, inAsks, inBatches, inFan, inRing, RING, SENDERS } from "./contender.ts";

/** nact: actors with an asynchronous mailbox, supervision and `query`. */
export function nactPeer(): Contender {
  const system = nact.start();
  const countdown = new Countdown();
  type Ref = ReturnType<typeof nact.spawn>;
  const actor = <M>(name: string, handle: (message: M) => void): Ref => {
    const receive = (state: number = 0, message: M) => {
      handle(message);
      return state;
    };
    // nact's own types name the message `any`: it has no way to say which messages an actor takes.
    return nact.spawn(system, receive, name);
  };
  const sink = actor("sink", () => countdown.hit());
  const answerer = actor("answer", ({ i, sender }: { i: number; sender: Ref }) => nact.dispatch(sender, i));
  const senders = Array.from({ length: SENDERS }, (_, s) =>
    actor(`sender${s}`, (share: number) => {
      for (let i = 0; i < share; i++) nact.dispatch(sink, i);
    }));
  const ring: Ref[] = Array.from({ length: RING }, (_, at) =>
    actor(`ring${at}`, (hops: number) => {
      if (hops === 1) countdown.hit();
      else nact.dispatch(ring[(at + 1) % RING], hops - 1);
    }));
  return {
    name: "nact",
    tell: (n) => inBatches(n, countdown, (i) => nact.dispatch(sink, i)),
    ask: (n) => inAsks(n, (i) => nact.query(answerer, (sender: Ref) => ({ i, sender }), 5_000)),
    fanin: (n) => inFan(n, countdown, (sender, share) => nact.dispatch(senders[sender], share)),
    ring: (n) => inRing(n, countdown, (at, hops) => nact.dispatch(ring[at], hops)),
    close: async () => nact.stop(system),
  };
}

/** xstate: a machine as an actor. Its mailbox is synchronous: `send` runs the transition before it returns. */
export function xstatePeer(): Contender {
  const countdown = new Countdown();
  const machine = setup({
    types: { context: {} as { count: number }, events: {} as { type: "message"; i: number } },
  }).createMachine({
    context: { count: 0 },
    initial: "ready",
    states: {
      ready: {
        on: {
          message: {
            actions: [assign({ count: ({ context, event }) => context.count + event.i }), () => countdown.hit()],
          },
        },
      },
    },
  });
  const actor = createActor(machine).start();
  return {
    name: "xstate",
    tell: (n) => inBatches(n, countdown, (i) => actor.send({ type: "message", i })),
    close: async () => void actor.stop(),
  };
}

/** Effect: a fiber that takes from a queue. */
export function effectPeer(): Contender {
  const countdown = new Countdown();
  const fibers: { interruptUnsafe(): void }[] = [];
  const consumer = <T>(handle: (item: T) => void): Queue.Queue<T> => {
    const queue = Effect.runSync(Queue.unbounded<T>());
    const loop = Effect.forever(Effect.map(Queue.take(queue), handle));
    fibers.push(Effect.runFork(loop));
    return queue;
  };
  const sink = consumer<number>(() => countdown.hit());
  const answerer = consumer<{ i: number; reply: Deferred.Deferred<number> }>(({ i, reply }) => {
    Deferred.doneUnsafe(reply, Effect.succeed(i));
  });
  const senders = Array.from({ length: SENDERS }, () =>
    consumer<number>((share) => {
      for (let i = 0; i < share; i++) Queue.offerUnsafe(sink, i);
    }));
  const ring: Queue.Queue<number>[] = Array.from({ length: RING }, (_, at) =>
    consumer<number>((hops) => {
      if (hops === 1) countdown.hit();
      else Queue.offerUnsafe(ring[(at + 1) % RING], hops - 1);
    }));
  return {
    name: "effect",
    tell: (n) => inBatches(n, countdown, (i) => Queue.offerUnsafe(sink, i)),
    ask: (n) =>
      inAsks(n, (i) => {
        const reply = Deferred.makeUnsafe<number>();
        Queue.offerUnsafe(answerer, { i, reply });
        return Effect.runPromise(Deferred.await(reply));
      }),
    fanin: (n) => inFan(n, countdown, (sender, share) => Queue.offerUnsafe(senders[sender], share)),
    ring: (n) => inRing(n, countdown, (at, hops) => Queue.offerUnsafe(ring[at], hops)),
    close: async () => fibers.forEach((fiber) => fiber.interruptUnsafe()),
  };
}
