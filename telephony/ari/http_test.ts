import assert from "node:assert/strict";
import { AriDisconnected, AriError, AriTimeout } from "./errors.ts";
import { AriHttp } from "./http.ts";
import { VirtualClock } from "./testing/virtual_clock.ts";
import { settled } from "./testing/virtual_clock.ts";

/** An HTTP side whose answers the test writes piece by piece. */
function open(status = 200, headers: Record<string, string> = { "content-type": "audio/wav" }) {
  const clock = new VirtualClock();
  let source!: ReadableStreamDefaultController<Uint8Array>;
  const seen = { cancelled: false, url: "", authorization: "", range: "" };
  const fetcher = (url: string | URL | Request, init?: RequestInit) => {
    const sent = new Headers(init?.headers);
    Object.assign(seen, {
      url: String(url),
      authorization: sent.get("authorization"),
      range: sent.get("range") ?? "",
    });
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (source = controller) });
    init?.signal?.addEventListener("abort", () => {
      seen.cancelled = true;
      source.error(new DOMException("aborted", "AbortError"));
    });
    return Promise.resolve(new Response(body, { status, headers }));
  };
  const http = new AriHttp("http://pbx/ari", "Basic x", clock, fetcher as typeof fetch);
  return { http, clock, seen, source: () => source };
}

Deno.test("a recording comes out whole, with what Asterisk says of it", async () => {
  const { http, source, seen } = open(200, { "content-type": "audio/wav", "content-length": "3" });
  const file = await http.download("recordings/stored/a/file", { range: "bytes=0-" });
  source().enqueue(new Uint8Array([1, 2]));
  source().enqueue(new Uint8Array([3]));
  source().close();
  assert.deepEqual([...new Uint8Array(await new Response(file.body).arrayBuffer())], [1, 2, 3]);
  assert.deepEqual([file.contentType, file.size], ["audio/wav", 3]);
  assert.deepEqual([seen.url, seen.range], ["http://pbx/ari/recordings/stored/a/file", "bytes=0-"]);
});

Deno.test("a file past the limit is broken off, declared or not, else one download fills the disk", async () => {
  const declared = open(200, { "content-length": "11" });
  await assert.rejects(declared.http.download("f", { maxBytes: 10 }), { name: "AriError", status: 413 });
  assert.ok(declared.seen.cancelled);
  const hidden = open();
  const file = await hidden.http.download("f", { maxBytes: 10 });
  hidden.source().enqueue(new Uint8Array(11));
  await assert.rejects(file.body.getReader().read(), { name: "AriError", status: 413 });
  assert.ok(hidden.seen.cancelled);
});

Deno.test("a stalled file is given up, but a slow reader is not, else a browser on a bad line hears half a call", async () => {
  const { http, clock, source } = open();
  const file = await http.download("f", { stallMs: 1_000 });
  const reader = file.body.getReader();
  source().enqueue(new Uint8Array([1]));
  assert.equal((await reader.read()).done, false);
  await clock.advance(60_000);
  const next = reader.read().then(() => null, (error) => error);
  await clock.advance(999);
  source().enqueue(new Uint8Array([2]));
  assert.equal(await next, null);
  const stalled = reader.read().then(() => null, (error) => error);
  await clock.advance(1_001);
  assert.ok(await stalled instanceof AriTimeout);
  assert.equal(clock.waiting, 0);
});

Deno.test("what is not there, and a reader who goes away, end the transfer at once", async () => {
  const gone = open(404);
  await assert.rejects(gone.http.download("f"), (error) => error instanceof AriError && error.status === 404);
  assert.ok(gone.seen.cancelled);
  const left = open();
  await (await left.http.download("f")).body.cancel();
  assert.ok(left.seen.cancelled);
  const aborted = open();
  const aborter = new AbortController();
  const file = await aborted.http.download("f", { signal: aborter.signal });
  const read = file.body.getReader().read().then(() => null, (error) => error);
  aborter.abort();
  await settled();
  assert.ok(await read instanceof AriDisconnected);
  assert.equal(aborted.clock.waiting, 0);
});

Deno.test("a request over HTTP is as strict with time and answers as over the socket", async () => {
  const { http, clock, source } = open();
  const request = { operation: "channels.list" as const, method: "GET", uri: "channels", body: null };
  const late = http.send(request, 500).then(() => null, (error) => error);
  await clock.advance(501);
  assert.ok(await late instanceof AriTimeout);
  const good = http.send(request, 500);
  await settled();
  source().enqueue(new TextEncoder().encode('[{"id":"a"}]'));
  source().close();
  assert.deepEqual(await good, [{ id: "a" }]);
  assert.equal(clock.waiting, 0);
});
