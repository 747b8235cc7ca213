import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withWebhook } from "@/crm/webhooks/testing.ts";

const program = fileURLToPath(new URL("./testing_process.ts", import.meta.url));

Deno.test("a process killed in the middle of a delivery loses none: it is sent again under its id", async () => {
  await withWebhook(async ({ config, webhook, receiver, lead, deliveries, clock, rows, dispatch }) => {
    for (let n = 0; n < 6; n++) await lead(`Lead ${n}`);
    const children: Deno.ChildProcess[] = [];
    // The fourth request is never answered: its sender dies with two others of the same handful under way.
    receiver.answer = (_, response) => {
      if (receiver.got.length < 4) response.end("ok");
      else children[0].kill("SIGKILL");
    };
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", program, JSON.stringify(config), webhook],
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    children.push(child);
    const { signal } = await child.status;
    assert.equal(signal, "SIGKILL");
    const before = receiver.got.map(({ headers }) => headers["kommutator-delivery"]);
    const left = (await rows()).filter(({ state }) => state === "pending");
    assert.ok(left.length >= 3, `${left.length} are not recorded`);
    receiver.answer = (_, response) => response.end("ok");
    assert.equal(await dispatch(), 0, "the rows were written with the cursor");
    await deliveries().run(webhook);
    assert.equal((await rows()).filter(({ state }) => state === "pending").length, left.length, "still claimed");
    clock.at = Date.now() + 30_000;
    await deliveries().run(webhook);
    assert.ok((await rows()).every(({ state }) => state === "delivered"));
    const ids = new Set(receiver.got.map(({ headers }) => headers["kommutator-delivery"]));
    assert.deepEqual([ids.size, before.every((id) => ids.has(id))], [6, true]);
  });
});
