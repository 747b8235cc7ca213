/**
 * The ARI client, the shipped configuration and SIPp on a real Asterisk. Long because it is one story on one
 * Asterisk, told in steps: what the call actor relies on is tried and measured here.
 */
import assert from "node:assert/strict";
import { AriDisconnected, AriError } from "@/telephony/ari/mod.ts";
import { PhoneStates } from "@/telephony/asterisk/phone_states.ts";
import { BrowserPhones } from "@/telephony/asterisk/provisioning.ts";
import { openRecording } from "@/telephony/asterisk/recordings.ts";
import { announcementSounds } from "@/telephony/asterisk/sounds.ts";
import { defaultRoot, startAsterisk } from "@/telephony/asterisk/mod.ts";
import { loudness, register, type SippRun, startCallers, startPhones, tonesIn } from "../sipp/mod.ts";
import { PORTS, story, watch } from "./ari_fixture.ts";
import { eventually, suite } from "./harness.ts";

await suite("ari", async (t) => {
  const dir = await Deno.makeTempDir({ prefix: "ari-" });
  t.cleanUp(() => Deno.remove(dir, { recursive: true }));
  let port = PORTS.sipp;
  const phonePorts = {
    answers: ++port,
    busy: ++port,
    rejects: ++port,
    never: ++port,
    silent: ++port,
    holds: ++port,
    leaves: ++port,
  };
  const asterisk = await startAsterisk({
    root: defaultRoot(),
    dir,
    progress: (line) => t.fact(line),
    http: { port: PORTS.http },
    sip: { port: PORTS.sip },
    rtp: { from: PORTS.rtp, to: PORTS.rtp + 900 },
    trunks: [{ name: "trunk", address: `127.0.0.1:${PORTS.sipp}`, match: ["127.0.0.1"], codecs: ["ulaw"] }],
    desks: [
      ...Object.entries(phonePorts).map(([name, at]) => ({ name, contact: `127.0.0.1:${at}` })),
      { name: "registers", password: "desk-secret" },
    ],
  });
  t.cleanUp(() => asterisk.stop());
  t.fact(asterisk.version);
  const runs: SippRun[] = [];
  t.cleanUp(() => Promise.all(runs.map((run) => run.stop().catch(() => {}))));
  const phones = async (at: number, habits: Omit<Parameters<typeof startPhones>[0], "port">) => {
    const run = await startPhones({ port: at, ...habits });
    runs.push(run);
    return run;
  };
  await phones(phonePorts.answers, { ringMs: 200, then: "answer", tone: 1000 });
  await phones(phonePorts.busy, { ringMs: 100, then: "busy" });
  await phones(phonePorts.rejects, { ringMs: 100, then: "reject" });
  await phones(phonePorts.never, { ringMs: 0, then: "never" });
  await phones(phonePorts.silent, { ringMs: 0, then: "silent" });
  await phones(phonePorts.holds, { ringMs: 100, then: "answer", tone: 1000, hold: { afterMs: 2_000, forMs: 2_000 } });
  const remote = `127.0.0.1:${PORTS.sip}`;
  const caller = async (habits: Partial<Parameters<typeof startCallers>[0]> = {}) => {
    const run = await startCallers({ port: ++port, remote, number: "100", from: "7916000{n}", ...habits });
    runs.push(run);
    return run;
  };
  let { ari, event, events, states } = watch(asterisk);
  t.cleanUp(() => ari.close());
  let legs = 0;
  const leg = async (endpoint: string, more: { timeout?: number; variables?: Record<string, string> } = {}) => {
    const channelId = `leg-${++legs}`;
    await ari.call("originateWithId", { channelId, endpoint, app: "crm", appArgs: "leg", timeout: 20, ...more }, {
      key: channelId,
    });
    return channelId;
  };
  /** A caller in our application, answered. */
  const arrived = async (habits: Partial<Parameters<typeof startCallers>[0]> = {}) => {
    const before = events.length;
    const run = await caller(habits);
    const start = await eventually(
      "the caller's StasisStart",
      () => events.slice(before).find((e) => e.type === "StasisStart" && e.args[0] === "inbound"),
    );
    assert.ok(start.type === "StasisStart");
    const channelId = start.channel.id;
    await ari.call("answer", { channelId }, { key: channelId });
    return { run, channelId };
  };

  await t.step("connects, and Asterisk tells only what is wanted", async () => {
    assert.equal(await ari.connect(), "connected");
    const info = await ari.call("getInfo");
    t.fact(`asterisk_id ${info.system?.entity_id}`);
    const wanted = (await ari.call("applications.get", { applicationName: "crm" })).events_allowed;
    assert.ok(wanted.length > 20 && !JSON.stringify(wanted).includes("ChannelVarset"));
  });

  await t.step("a request takes less than a millisecond, and a refusal says why", async () => {
    const started = performance.now();
    for (let n = 0; n < 200; n++) await ari.call("ping", {}, { key: "one" });
    t.fact(`one request over the WebSocket: ${((performance.now() - started) / 200).toFixed(3)} ms`);
    await assert.rejects(
      ari.call("hangup", { channelId: "nobody" }),
      (error) => error instanceof AriError && error.status === 404,
    );
  });

  for (
    const [phone, expected] of Object.entries({ answers: 0, busy: 17, rejects: 21, never: 0, silent: 0, "no-one": 0 })
  ) {
    await t.step(`a leg to a phone that ${phone}: how it ends is seen`, async () => {
      const started = performance.now();
      const channel = await leg(`PJSIP/${phone}`, { timeout: 2 }).catch((error) => error);
      if (channel instanceof Error) {
        t.fact(`${phone}: originate is refused: ${channel.message}`);
        assert.equal(phone, "no-one");
        return;
      }
      if (phone === "answers") {
        await event("StasisStart", (e) => e.channel.id === channel);
        await ari.call("hangup", { channelId: channel });
      }
      const gone = await event("ChannelDestroyed", (e) => e.channel.id === channel);
      if (expected) assert.equal(gone.cause, expected);
      t.fact(
        `${phone}: ${story(events, channel).join(" ")} "${gone.cause_txt}" after ${
          Math.round(performance.now() - started)
        } ms`,
      );
    });
  }

  await t.step("a caller and a phone in a bridge hear each other, and the recording holds both", async () => {
    const { run, channelId } = await arrived({ tone: 440 });
    const agent = await leg("PJSIP/answers");
    await event("StasisStart", (e) => e.channel.id === agent);
    await ari.call("createWithId", { bridgeId: "hear", type: "mixing" });
    await ari.call("addChannel", { bridgeId: "hear", channel: [channelId, agent] });
    await ari.call("bridges.record", { bridgeId: "hear", name: "hear", format: "wav", ifExists: "overwrite" });
    await event("RecordingStarted", (e) => e.recording.name === "hear");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await ari.call("hangup", { channelId });
    const finished = await event("RecordingFinished", (e) => e.recording.name === "hear", 500).catch(() => null);
    t.fact(
      finished
        ? `RecordingFinished with duration ${finished.recording.duration} when the caller was hung up`
        : "the bridge's recording goes on while one channel is left",
    );
    await ari.call("hangup", { channelId: agent });
    await ari.call("destroy", { bridgeId: "hear" }).catch(() => {});
    await event("RecordingFinished", (e) => e.recording.name === "hear");
    const file = await openRecording(ari, "hear");
    assert.ok(file);
    const wav = new Uint8Array(await new Response(file.body).arrayBuffer());
    const heard = tonesIn(wav, [440, 700, 1000]);
    assert.deepEqual(heard.map((tone) => tone.hertz), [440, 1000]);
    assert.ok(heard.every((tone) => tone.totalMs > 1_000), JSON.stringify(heard));
    t.fact(`caller: ${story(events, channelId).join(" ")}`);
    t.fact(`agent: ${story(events, agent).join(" ")}`);
    assert.equal((await run.done).counted.leftByThem, 1);
    assert.equal(await openRecording(ari, "no-such"), null);
    assert.equal(await openRecording(ari, "../../etc/passwd"), null);
  });

  await t.step("music on the caller's channel must be stopped for it to hear the agent in a bridge", async () => {
    const { channelId } = await arrived({ tone: 440 });
    await ari.call("channels.startMoh", { channelId });
    const agent = await leg("PJSIP/answers");
    await event("StasisStart", (e) => e.channel.id === agent);
    await ari.call("createWithId", { bridgeId: "music", type: "mixing" });
    await ari.call("snoopChannelWithId", { channelId, snoopId: "ear", spy: "out", app: "crm" });
    await event("StasisStart", (e) => e.channel.id === "ear");
    await ari.call("channels.record", { channelId: "ear", name: "ear", format: "wav", ifExists: "overwrite" });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await ari.call("addChannel", { bridgeId: "music", channel: [channelId, agent] });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await ari.call("channels.stopMoh", { channelId });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    for (const id of [channelId, agent]) await ari.call("hangup", { channelId: id });
    await event("RecordingFinished", (e) => e.recording.name === "ear");
    const file = await openRecording(ari, "ear");
    assert.ok(file);
    const wav = new Uint8Array(await new Response(file.body).arrayBuffer());
    const [tone] = tonesIn(wav, [1000], 0.1);
    assert.ok(tone && tone.totalMs > 1_000, "the agent's tone is not heard");
    t.fact(`bridged at 1000 ms, stopMoh at 2000 ms: agent heard from ${tone.fromMs} ms for ${tone.totalMs} ms`);
    assert.ok(tone.fromMs > 1_500);
    await ari.call("destroy", { bridgeId: "music" }).catch(() => {});
  });

  await t.step(
    "an announcement of several sounds plays over the music, in Russian, and the music goes on",
    async () => {
      const { channelId } = await arrived({ tone: 440 });
      await ari.call("channels.startMoh", { channelId });
      const sounds = announcementSounds({ position: 2, expectedWaitMs: 100_000, language: "ru" });
      const started = performance.now();
      await ari.call("channels.playWithId", { channelId, playbackId: "say", media: sounds, lang: "ru" });
      const finished = await event("PlaybackFinished", (e) => e.playback.id === "say", 20_000);
      const seconds = (performance.now() - started) / 1000;
      const starts = events.filter((e) => e.type === "PlaybackStarted" && e.playback.id === "say").length;
      t.fact(
        `${sounds.length} sounds in ${
          seconds.toFixed(1)
        } s, one playback: ${starts} PlaybackStarted, state ${finished.playback.state}`,
      );
      assert.equal(finished.playback.state, "done");
      assert.ok(seconds > 7 && seconds < 15, `${seconds} s`);
      await ari.call("channels.playWithId", { channelId, playbackId: "odd", media: "sound:no-such-sound" });
      const odd = await event("PlaybackFinished", (e) => e.playback.id === "odd");
      t.fact(`a sound that does not exist: ${odd.playback.state}`);
      await ari.call("channels.playWithId", { channelId, playbackId: "cut", media: sounds });
      await event("PlaybackStarted", (e) => e.playback.id === "cut");
      const stopped = performance.now();
      await ari.call("playbacks.stop", { playbackId: "cut" });
      await event("PlaybackFinished", (e) => e.playback.id === "cut");
      t.fact(`a stopped playback ends after ${Math.round(performance.now() - stopped)} ms`);
      await ari.call("channels.playWithId", { channelId, playbackId: "left", media: sounds });
      await event("PlaybackStarted", (e) => e.playback.id === "left");
      await ari.call("hangup", { channelId });
      await event("StasisEnd", (e) => e.channel.id === channelId);
      const end = await event("PlaybackFinished", (e) => e.playback.id === "left", 1_000).catch(() => null);
      t.fact(`the caller leaves during a playback: PlaybackFinished ${end ? end.playback.state : "does not come"}`);
    },
  );

  await t.step("a leg is withdrawn while it rings: its phone stops, and the cause says so", async () => {
    const channel = await leg("PJSIP/never");
    await event("ChannelStateChange", (e) => e.channel.id === channel && e.channel.state === "Ringing");
    await ari.call("hangup", { channelId: channel });
    const gone = await event("ChannelDestroyed", (e) => e.channel.id === channel);
    t.fact(`withdrawn: ${story(events, channel).join(" ")} "${gone.cause_txt}"`);
  });

  await t.step("the agent's phone hangs up: its leg ends, the caller stays in the bridge", async () => {
    const hanging = await phones(phonePorts.leaves, { ringMs: 50, then: "answer", hangUpAfterMs: 500 });
    const { channelId } = await arrived();
    const agent = await leg("PJSIP/leaves");
    await event("StasisStart", (e) => e.channel.id === agent);
    await ari.call("createWithId", { bridgeId: "left", type: "mixing" });
    await ari.call("addChannel", { bridgeId: "left", channel: [channelId, agent] });
    const gone = await event("ChannelDestroyed", (e) => e.channel.id === agent);
    t.fact(`agent hangs up: ${story(events, agent).join(" ")} "${gone.cause_txt}"`);
    const bridge = await ari.call("bridges.get", { bridgeId: "left" });
    assert.deepEqual(bridge.channels, [channelId]);
    await ari.call("hangup", { channelId });
    await ari.call("destroy", { bridgeId: "left" });
    const again = await ari.call("destroy", { bridgeId: "left" }).catch((error) => error);
    t.fact(`a bridge destroyed twice: ${again}`);
    assert.equal((await hanging.stop()).counted.leftByUs, 1);
  });

  await t.step("a phone's hold and unhold are told, and the other side hears music meanwhile", async () => {
    const { channelId } = await arrived({ tone: 440 });
    await ari.call("createWithId", { bridgeId: "held", type: "mixing" });
    const agent = await leg("PJSIP/holds");
    await event("StasisStart", (e) => e.channel.id === agent);
    await ari.call("addChannel", { bridgeId: "held", channel: [channelId, agent] });
    await ari.call("snoopChannelWithId", { channelId, snoopId: "ear-2", spy: "out", app: "crm" });
    await event("StasisStart", (e) => e.channel.id === "ear-2");
    await ari.call("channels.record", { channelId: "ear-2", name: "ear-2", format: "wav", ifExists: "overwrite" });
    const hold = await event("ChannelHold", (e) => e.channel.id === agent);
    const unhold = await event("ChannelUnhold", (e) => e.channel.id === agent);
    const heldFor = Date.parse(unhold.timestamp) - Date.parse(hold.timestamp);
    assert.ok(heldFor > 1_800 && heldFor < 2_600, `held for ${heldFor} ms`);
    await new Promise((resolve) => setTimeout(resolve, 700));
    for (const id of [channelId, agent]) await ari.call("hangup", { channelId: id });
    await event("RecordingFinished", (e) => e.recording.name === "ear-2");
    const file = await openRecording(ari, "ear-2");
    assert.ok(file);
    const wav = new Uint8Array(await new Response(file.body).arrayBuffer());
    const [tone] = tonesIn(wav, [1000], 0.1);
    const middle = tone.toMs - 700 - 1_000;
    t.fact(
      `held ${heldFor} ms; the caller's ear: tone ${tone.totalMs} of ${tone.toMs} ms, loudness in the hold ${
        loudness(wav, middle - 500, middle + 300).toFixed(3)
      }; agent: ${story(events, agent).join(" ")}`,
    );
    await ari.call("destroy", { bridgeId: "held" }).catch(() => {});
  });

  await t.step("digits arrive, and a caller who gives up while waiting is seen at once", async () => {
    const { run, channelId } = await arrived({ digits: { afterMs: 200, keys: "5#" }, hangUpAfterMs: 300 });
    const five = await event("ChannelDtmfReceived", (e) => e.channel.id === channelId && e.digit === "5");
    assert.equal(five.digit, "5");
    await event("ChannelDtmfReceived", (e) => e.channel.id === channelId && e.digit === "#");
    // A channel that came from the dialplan is the application's only until StasisEnd: no ChannelDestroyed follows.
    await event("StasisEnd", (e) => e.channel.id === channelId);
    t.fact(`caller leaves: ${story(events, channelId).join(" ")}`);
    assert.equal((await run.done).counted.leftByUs, 1);
    const cancels = await caller({ cancelAfterMs: 500 });
    assert.equal((await cancels.done).counted.cancelled, 1);
    const start = events.findLast((e) => e.type === "StasisStart");
    assert.ok(start?.type === "StasisStart");
    await event("StasisEnd", (e) => e.channel.id === start.channel.id);
    t.fact(`caller gives up before our answer: ${story(events, start.channel.id).join(" ")}`);
  });

  await t.step("a list longer than a WebSocket frame arrives whole", async () => {
    // Asterisk refuses an id that a living channel's id begins with (409): all of one length.
    const ids = Array.from({ length: 150 }, (_, n) => `many-${1000 + n}`);
    await ari.call("channels.create", { channelId: "prefix-12", endpoint: "PJSIP/answers", app: "crm" });
    await assert.rejects(
      ari.call("channels.create", { channelId: "prefix-1", endpoint: "PJSIP/answers", app: "crm" }),
      (error) => error instanceof AriError && error.status === 409,
    );
    await ari.call("hangup", { channelId: "prefix-12" });
    await Promise.all(
      ids.map((channelId) =>
        ari.call("channels.create", { channelId, endpoint: "Local/1@nowhere", app: "crm" }, { key: channelId })
      ),
    );
    const started = performance.now();
    const list = await ari.call("channels.list");
    t.fact(
      `${list.length} channels, ${JSON.stringify(list).length} bytes in ${Math.round(performance.now() - started)} ms`,
    );
    assert.ok(list.length >= 300);
    await Promise.all(ids.map((channelId) => ari.call("hangup", { channelId }, { key: channelId })));
    await eventually("all gone", async () => (await ari.call("channels.list")).length === 0);
  });

  await t.step("the event filter spares the traffic of variables and dialplan steps", async () => {
    let seen = -1;
    await eventually("silence after the step before", () => seen === (seen = events.length), { everyMs: 500 });
    const countOf = async (all: boolean) => {
      if (all) await ari.call("filter", { applicationName: "crm", filter: {} });
      const before = events.length;
      const { channelId } = await arrived();
      const agent = await leg("PJSIP/answers", { variables: { CALL_ID: "x", CRM_ROLE: "agent", CRM_AGENT: "y" } });
      await event("StasisStart", (e) => e.channel.id === agent);
      const bridgeId = `count-${all}`;
      await ari.call("createWithId", { bridgeId, type: "mixing" });
      await ari.call("addChannel", { bridgeId, channel: [channelId, agent] });
      await ari.call("hangup", { channelId });
      await ari.call("hangup", { channelId: agent });
      await event("ChannelDestroyed", (e) => e.channel.id === agent);
      await ari.call("destroy", { bridgeId });
      await event("BridgeDestroyed", (e) => e.bridge.id === bridgeId);
      return events.length - before;
    };
    const [filtered, everything] = [await countOf(false), await countOf(true)];
    t.fact(`events of one call: ${filtered} filtered, ${everything} unfiltered`);
    assert.ok(filtered < everything * 0.7);
    assert.equal(ari.stats().unknownEvents + ari.stats().malformedEvents, 0);
  });

  await t.step("browser phones: made through ARI, register by secret, gone at log-out", async () => {
    const phones = new BrowserPhones(ari);
    const phone = await phones.provision("browser-1", { displayName: "Анна", number: "201" });
    const account = (password: string) => ({ port: ++port, remote, user: "browser-1", password, contactPort: 5999 });
    assert.equal(await register(account(phone.secret)), true);
    assert.equal(await register(account("wrong")), false);
    const again = await phones.provision("browser-1");
    assert.equal(await register(account(phone.secret)), false, "the old secret still works");
    assert.equal(await register(account(again.secret)), true);
    assert.equal(await register({ ...account("desk-secret"), user: "registers" }), true);
    await phones.provision("browser-2");
    const other = new BrowserPhones(ari);
    await asterisk.restart();
    await eventually("reconnected", () => ari.state === "connected");
    assert.equal(await register(account(again.secret)), true, "not pushed again after the restart");
    await phones.remove("browser-1");
    await phones.remove("browser-1");
    assert.equal(await register(account(again.secret)), false, "still registers after log-out");
    assert.equal(other.size, 0);
  });

  await t.step("a phone's registration and calls are seen as device states", async () => {
    const told: string[] = [];
    const states = new PhoneStates(ari, (endpoint, state) => void told.push(`${endpoint} ${state}`));
    await states.watch("PJSIP/registers");
    const first = states.of("PJSIP/registers");
    const account = { remote, user: "registers", password: "desk-secret", contactPort: phonePorts.answers };
    assert.equal(await register({ ...account, port: ++port }), true);
    await eventually("idle", () => states.of("PJSIP/registers") === "idle");
    const channel = await leg("PJSIP/registers");
    await event("StasisStart", (e) => e.channel.id === channel);
    await ari.call("hangup", { channelId: channel });
    await eventually("idle again", () => told.filter((line) => line.endsWith("idle")).length >= 2);
    assert.equal(await register({ ...account, port: ++port, expires: 0 }), true);
    await eventually("unavailable", () => states.of("PJSIP/registers") === "unavailable");
    t.fact(`at first ${first}, then ${told.map((line) => line.split(" ")[1]).join(" ")}`);
    await states.unwatch("PJSIP/registers");
  });

  await t.step("Asterisk crashes under a request: the request fails in time, the client comes back", async () => {
    let reconciled = 0;
    const off = ari.onConnect(async ({ ari }) => {
      await ari.call("channels.list");
      reconciled++;
    });
    const { channelId } = await arrived();
    const pending = ari.call("ping", {}, { key: "x" }).then(() => "answered", (error) => error);
    await asterisk.kill();
    const outcome = await pending;
    assert.ok(outcome === "answered" || outcome instanceof AriDisconnected, String(outcome));
    await eventually("lost", () => ari.state === "lost");
    await assert.rejects(ari.call("ping"), AriDisconnected);
    const started = performance.now();
    await asterisk.start();
    await eventually("connected", () => ari.state === "connected");
    t.fact(
      `connected ${Math.round(performance.now() - started)} ms after Asterisk was started again; states ${
        states.slice(-3).join(" ")
      }`,
    );
    assert.equal(reconciled, 1);
    assert.equal((await ari.call("channels.list")).some((c) => c.id === channelId), false);
    off();
  });

  await t.step("another client takes the application: this one is fenced, and does not fight", async () => {
    const second = watch(asterisk);
    assert.equal(await second.ari.connect(), "connected");
    await eventually("replaced", () => ari.state === "replaced");
    await assert.rejects(ari.call("ping"), AriDisconnected);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(second.ari.state, "connected");
    ({ ari, event, events, states } = second);
    const { channelId } = await arrived();
    await ari.call("hangup", { channelId });
    const names = (await ari.call("applications.list")).map((a) => a.name);
    assert.equal(names.filter((name) => name.startsWith("crm-commands")).length, 4, names.join(" "));
  });

  await t.step("a client killed with bridged calls: none drops, and a new one finds them all", async () => {
    ari.close();
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        new URL("./ari_client_process.ts", import.meta.url).pathname,
        asterisk.url,
        asterisk.user,
        asterisk.password,
      ],
      stdout: "piped",
    }).spawn();
    let said = "";
    const decoder = new TextDecoder();
    const reading = (async () => {
      for await (const piece of child.stdout) said += decoder.decode(piece);
    })();
    await eventually("the other client", () => said.includes("ready"), { timeoutMs: 20_000 });
    const stays = await caller({ calls: 5, rate: 20, tone: 440 });
    const leaves = await caller({ tone: 440, hangUpAfterMs: 3_000 });
    await eventually("six bridged calls", () => said.split("bridged").length === 7, { timeoutMs: 15_000 });
    child.kill("SIGKILL");
    await child.status;
    await reading;
    await leaves.done;
    const third = watch(asterisk);
    ({ ari, event, events, states } = third);
    let found: { calls: number; oneLegged: number; ms: number } | null = null;
    const started = performance.now();
    ari.onConnect(async () => {
      const [channels, bridges] = await Promise.all([ari.call("channels.list"), ari.call("bridges.list")]);
      const calls = new Set(channels.map((c) => c.channelvars?.CALL_ID).filter(Boolean));
      const whole = bridges.filter((b) => b.channels.length === 2 && b.id.endsWith(".b1"));
      found = { calls: whole.length, oneLegged: calls.size - whole.length, ms: performance.now() - started };
    });
    await ari.connect();
    assert.ok(found !== null);
    const { calls, oneLegged, ms } = found as { calls: number; oneLegged: number; ms: number };
    t.fact(
      `${calls} of 5 calls found bridged, ${oneLegged} one-legged (its caller left meanwhile), ${
        Math.round(ms)
      } ms after the start of connecting`,
    );
    assert.deepEqual([calls, oneLegged], [5, 1]);
    // Channels belong to the application by name: their events come to the new client without subscribing.
    const one = (await ari.call("channels.list")).find((c) => !c.id.endsWith(".a1"));
    assert.ok(one);
    await ari.call("hangup", { channelId: one.id });
    await event("StasisEnd", (e) => e.channel.id === one.id);
    assert.equal((await stays.stop()).counted.leftByThem >= 0, true);
  }, { timeoutMs: 60_000 });

  await t.step("a wrong password is named, and never shown", async () => {
    const wrong = watch(asterisk, { password: "not-the-password", app: "other" });
    void wrong.ari.connect();
    await eventually("unauthorized", () => wrong.states.includes("connecting:unauthorized"));
    wrong.ari.close();
    assert.ok(!wrong.states.join().includes("not-the-password"));
  });
});
