/** The shipped Asterisk itself: instances side by side, the fallback without the application, the peer queue. */
import assert from "node:assert/strict";
import { defaultRoot, startAsterisk, type StartOptions } from "@/telephony/asterisk/mod.ts";
import { startCallers, startPhones } from "../sipp/mod.ts";
import { PORTS, watch } from "./ari_fixture.ts";
import { suite } from "./harness.ts";

await suite("asterisk", async (t) => {
  const start = async (n: number, more: Partial<StartOptions> = {}) => {
    const dir = await Deno.makeTempDir({ prefix: "ast-" });
    t.cleanUp(() => Deno.remove(dir, { recursive: true }));
    const asterisk = await startAsterisk({
      root: defaultRoot(),
      dir,
      progress: (line) => t.fact(line),
      http: { port: PORTS.http + n },
      sip: { port: PORTS.sip + n },
      rtp: { from: PORTS.rtp + n * 200, to: PORTS.rtp + n * 200 + 198 },
      trunks: [{ name: "trunk", address: `127.0.0.1:${PORTS.sipp}`, match: ["127.0.0.1"], codecs: ["ulaw"] }],
      applicationWaitSeconds: 2,
      ...more,
    });
    t.cleanUp(() => asterisk.stop());
    return asterisk;
  };
  let port = PORTS.sipp + 10;
  const caller = (sip: number, more: Partial<Parameters<typeof startCallers>[0]> = {}) =>
    startCallers({ port: ++port, remote: `127.0.0.1:${sip}`, number: "100", from: "7916000{n}", ...more });
  const [one, two] = [PORTS.sip, PORTS.sip + 1];
  const phonePort = PORTS.sipp + 5;
  const first = await start(0);

  await t.step("a second one runs beside it from the same installation, with folders of its own", async () => {
    const second = await start(1, {
      desks: [{ name: "d1", contact: `127.0.0.1:${phonePort}` }],
      queues: [{ name: "peer", pattern: "_8XX", members: ["d1"] }],
    });
    assert.notEqual(first.pid, second.pid);
    assert.match(await second.cli("core show channels count"), /0 active channels/);
    assert.match(await first.cli("module show like app_queue"), /0 modules loaded/);
    assert.equal((await Deno.stat(`${second.dirs.etc}/ari.conf`)).mode! & 0o077, 0, "others can read the password");
    assert.equal((await Deno.stat(second.recordingsDir)).mode! & 0o077, 0, "others can read recordings");
  });

  await t.step("the peer queue answers and rings its phone", async () => {
    const phones = await startPhones({ port: phonePort, ringMs: 100, then: "answer", tone: 1000 });
    const callers = await caller(two, { number: "800", calls: 3, rate: 2, hangUpAfterMs: 1_000 });
    const stats = await callers.done;
    assert.equal(stats.ok, 3, await callers.errors());
    assert.ok((await phones.stop()).counted.answered >= 1);
    const answered = (await callers.moments()).filter((moment) => moment.what === "answered");
    const dialled = (await callers.moments()).filter((moment) => moment.what === "caller");
    t.fact(`app_queue answers after ${(answered[0].at - dialled[0].at).toFixed(1)} ms`);
  });

  await t.step(
    "without the application a caller waits, then hears that nobody is there, then is released",
    async () => {
      const callers = await caller(one);
      const stats = await callers.done;
      const moments = await callers.moments();
      const after = (what: string) => (moments.find((m) => m.what === what)?.at ?? NaN) - moments[0].at;
      t.fact(
        `answered by the fallback after ${Math.round(after("answered"))} ms, released after ${
          Math.round(after("bye"))
        } ms`,
      );
      assert.equal(stats.counted.leftByThem, 1);
      assert.ok(after("answered") > 1_900 && after("answered") < 3_500);
    },
  );

  await t.step("a caller who came while the application was away is handed over when it comes", async () => {
    const callers = await caller(one, { cancelAfterMs: 8_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { ari, event } = watch(first);
    await ari.connect();
    const arrived = await event("StasisStart", (e) => e.args[0] === "inbound");
    await ari.call("hangup", { channelId: arrived.channel.id, reason: "busy" });
    const stats = await callers.done;
    t.fact(`refused as busy before an answer: ${JSON.stringify(stats.counted)}`);
    assert.equal(stats.counted.refused, 1);
    ari.close();
  });

  await t.step("stopped means stopped: nothing of it is left running", async () => {
    const { pid } = first;
    await first.stop();
    assert.equal(first.pid, 0);
    assert.throws(() => Deno.kill(pid, "SIGCONT"));
    await first.start();
    assert.notEqual(first.pid, pid);
  });
});
