import assert from "node:assert/strict";
import type { LiveValue } from "@/actors/runtime/types.ts";
import { withDatabase } from "../testing.ts";
import { MAX_MESSAGE_BYTES, MessageTooLargeError, pgBus } from "./mod.ts";

Deno.test("a message reaches every listener of its topic in order, or nodes would show different things", async () => {
  await withDatabase(async (store) => {
    const bus = pgBus(store);
    const heard: LiveValue[] = [];
    const last = Promise.withResolvers<void>();
    const leave = await bus.subscribe("setup", {
      message: (message) => {
        heard.push(message);
        if (message === "end") last.resolve();
      },
    });
    await bus.subscribe("other", { message: () => assert.fail("another topic's message") });
    await bus.publish("setup", { queue: "Продажи", n: 1 });
    await bus.publish("setup", { queue: "Продажи", n: 1 });
    await bus.publish("setup", "end");
    await last.promise;
    assert.deepEqual(heard, [{ queue: "Продажи", n: 1 }, { queue: "Продажи", n: 1 }, "end"]);
    await leave();
  });
});

Deno.test("a message too large is refused by its bytes, not cut or thrown by the server", async () => {
  await withDatabase(async (store) => {
    const bus = pgBus(store);
    await bus.publish("t", "x".repeat(MAX_MESSAGE_BYTES - 2));
    await assert.rejects(bus.publish("t", "Ж".repeat(MAX_MESSAGE_BYTES / 2)), MessageTooLargeError);
    await assert.rejects(bus.publish("x".repeat(70), 1), RangeError);
  });
});

Deno.test("a notification that is not JSON is set aside, or one stray NOTIFY would stop the node", async () => {
  await withDatabase(async (store) => {
    const errors: unknown[] = [];
    const bus = pgBus(store, { onError: (error) => errors.push(error) });
    const heard = Promise.withResolvers<LiveValue>();
    await bus.subscribe("t", { message: heard.resolve });
    await store.notify("bus:t", "{broken");
    await bus.publish("t", 1);
    assert.equal(await heard.promise, 1);
    assert.equal(errors.length, 1);
  });
});
