import assert from "node:assert/strict";
import { CLOSE, proxySip } from "./mod.ts";

/** A SIP server that answers each frame with its length, and the proxy before it. */
function servers(options: { maxFrame?: number; maxFramesPerSecond?: number; dead?: boolean } = {}) {
  let reached = 0;
  const sip = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "sip" });
    socket.onmessage = ({ data }) => {
      reached++;
      socket.send(`${data.length}`);
    };
    return response;
  });
  const target = `ws://127.0.0.1:${options.dead ? 1 : sip.addr.port}/ws`;
  const proxy = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => proxySip(request, { target, ...options }),
  );
  return {
    url: `ws://127.0.0.1:${proxy.addr.port}/`,
    http: `http://127.0.0.1:${proxy.addr.port}/`,
    reached: () => reached,
    async [Symbol.asyncDispose]() {
      await Promise.all([proxy.shutdown(), sip.shutdown()]);
    },
  };
}

const closed = (socket: WebSocket) => new Promise<CloseEvent>((resolve) => socket.onclose = resolve);

Deno.test("a phone's messages reach Asterisk and its answers come back, also those sent before it connected", async () => {
  await using world = servers();
  const phone = new WebSocket(world.url, "sip");
  const answers: string[] = [];
  const two = new Promise<void>((resolve) => phone.onmessage = ({ data }) => answers.push(data) === 2 && resolve());
  phone.onopen = () => {
    phone.send("OPTIONS");
    phone.send("BYE");
  };
  await two;
  assert.deepEqual(answers, ["7", "3"]);
  const end = closed(phone);
  phone.close();
  await end;
});

Deno.test("a phone learns at once that Asterisk is away, so that the agent sees it", async () => {
  await using world = servers({ dead: true });
  assert.equal((await closed(new WebSocket(world.url, "sip"))).code, CLOSE.unreachable);
});

Deno.test("a huge frame or a flood cuts the phone off and not the server", async () => {
  await using world = servers({ maxFrame: 100, maxFramesPerSecond: 5 });
  const big = new WebSocket(world.url, "sip");
  big.onopen = () => big.send("x".repeat(101));
  assert.equal((await closed(big)).code, CLOSE.tooBig);
  const flood = new WebSocket(world.url, "sip");
  flood.onopen = () => {
    for (let i = 0; i < 20; i++) flood.send("x");
  };
  await closed(flood);
  assert.ok(world.reached() <= 5, `${world.reached()} frames of the flood reached Asterisk`);
});

Deno.test("anything but SIP over WebSocket is refused with a reason", async () => {
  await using world = servers();
  const response = await fetch(world.http);
  assert.equal(response.status, 400);
  await response.body?.cancel();
});
