import assert from "node:assert/strict";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { withReceiver } from "@/crm/webhooks/testing.ts";
import { type Message, send } from "@/crm/webhooks/send.ts";

const message = (url: string, change: Partial<Message> = {}): Message => ({
  url,
  body: '{"a":"я"}',
  headers: { "content-type": "application/json" },
  allowPrivate: true,
  ...change,
});

Deno.test("what is sent arrives whole, and the answer's beginning is kept without what no column takes", async () => {
  await withReceiver(async (receiver) => {
    receiver.answer = (_, response) => response.writeHead(201).end(`taken\0 ${"я".repeat(5_000)}`);
    const outcome = await send(message(receiver.url));
    assert.deepEqual([outcome.failure, outcome.status, receiver.got[0].body], [null, 201, '{"a":"я"}']);
    assert.ok(outcome.response!.startsWith("taken я") && outcome.response!.length <= 2_048);
  });
});

Deno.test("addresses inside are not even connected to, also behind a name and after a redirect", async () => {
  await withReceiver(async (receiver) => {
    const { port } = new URL(receiver.url);
    const closed = (url: string, resolve?: Parameters<typeof send>[1]) =>
      send(message(url, { allowPrivate: false }), resolve).then(({ failure }) => failure);
    for (const host of ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1", "localhost"]) {
      assert.equal(await closed(`http://${host}:${port}/`), "private-address", host);
    }
    const one = (address: string) => () => Promise.resolve([{ address, family: 4 }]);
    const inside = { resolve: one("127.0.0.1") };
    assert.equal(await closed(`http://innocent.example:${port}/`, inside), "private-address");
    const mixed = () => Promise.resolve([{ address: "8.8.8.8", family: 4 }, { address: "10.0.0.1", family: 4 }]);
    assert.equal(await closed(`http://mixed.example:${port}/`, { resolve: mixed }), "private-address");
    assert.equal(receiver.got.length, 0);
    receiver.answer = (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/again` }).end();
    assert.equal((await send(message(receiver.url))).failure, "redirect");
    assert.equal(receiver.got.length, 1, "nobody went where the redirect pointed");
  });
});

Deno.test("the address that was checked is the one connected to, or a name turns inside a moment later", async () => {
  await withReceiver(async (receiver) => {
    let asked = 0;
    const resolve = () => {
      asked++;
      return Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    };
    const url = receiver.url.replace("127.0.0.1", "pinned.example");
    assert.equal((await send(message(url), { resolve })).failure, null);
    assert.deepEqual([asked, receiver.got[0].headers.host], [1, new URL(url).host]);
    const both = [{ address: "::1", family: 6 }, { address: "127.0.0.1", family: 4 }];
    const second = await send(message(url), { resolve: () => Promise.resolve(both) });
    assert.equal(second.failure, null, "where nobody listens on one address, the next one is tried");
  });
});

Deno.test("nobody outside can hold us: slow names, slow heads, drops of a body, floods", async () => {
  await withReceiver(async (receiver) => {
    const limited = { limitMs: 150 };
    const never = () => new Promise<never>(() => {});
    assert.equal((await send(message("http://slow.example/"), { ...limited, resolve: never })).failure, "timeout");
    receiver.answer = () => {};
    assert.equal((await send(message(receiver.url), limited)).failure, "timeout");
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const drops = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drops));
    };
    assert.equal((await send(message(receiver.url), limited)).failure, "timeout");
    let sent = 0;
    receiver.answer = (_, response) => {
      const flood = () => {
        while (!response.destroyed && sent < 50_000_000 && response.write("x".repeat(16_384))) sent += 16_384;
      };
      response.on("drain", flood);
      flood();
    };
    const flooded = await send(message(receiver.url));
    assert.deepEqual([flooded.failure, flooded.status], [null, 200]);
    assert.ok(sent < 20_000_000, `${sent} bytes were taken`);
    receiver.answer = (request) => request.socket.destroy();
    assert.equal((await send(message(receiver.url))).failure, "connection");
    assert.equal((await send(message("http://127.0.0.1:1/"))).failure, "connection");
    assert.equal((await send(message("http://x.example/"), { resolve: () => Promise.resolve([]) })).failure, "dns");
    receiver.answer = (_, response) => response.writeHead(500).end("broken");
    const refused = await send(message(receiver.url));
    assert.deepEqual([refused.failure, refused.status, refused.response], ["status", 500, "broken"]);
    const plain = await send(message(receiver.url.replace("http:", "https:")));
    assert.equal(plain.failure, "tls");
  });
});

Deno.test("a receiver proves by its certificate that it has the name, or data go to whoever has the address", async () => {
  const file = (name: string) => Deno.readTextFile(new URL(`./testdata/${name}`, import.meta.url));
  const [ca, cert, key] = await Promise.all(["authority.pem", "hook.test.pem", "hook.test.key"].map(file));
  const server = https.createServer({ cert, key }, (_, response) => response.end("proven"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const { port } = server.address() as AddressInfo;
  const resolve = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
  const to = (host: string, authority?: string) =>
    send(message(`https://${host}:${port}/`), { resolve, ca: authority });
  try {
    const both = [{ address: "::1", family: 6 }, ...await resolve()];
    const other = { resolve: () => Promise.resolve(both), ca };
    assert.equal((await send(message(`https://hook.test:${port}/`), other)).failure, null);
    const proven = await to("hook.test", ca);
    assert.deepEqual([proven.failure, proven.response], [null, "proven"]);
    assert.equal((await to("other.test", ca)).failure, "tls", "another name");
    assert.equal((await to("127.0.0.1", ca)).failure, "tls", "no name at all");
    assert.equal((await to("hook.test")).failure, "tls", "an authority that nobody knows");
  } finally {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }
});
