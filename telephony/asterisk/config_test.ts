import assert from "node:assert/strict";
import { configFiles } from "./config/mod.ts";
import { section } from "./config/ini.ts";
import { SETTINGS } from "./settings.ts";

const settings = (more: Record<string, unknown> = {}) => SETTINGS.parse({ ari: { password: "p" }, ...more });

Deno.test("Asterisk listens on loopback and knows our variables, else anyone commands it and calls are lost", () => {
  const files = configFiles(settings());
  assert.match(files["http.conf"], /bindaddr = 127\.0\.0\.1\nbindport = 8088/);
  assert.match(files["ari.conf"], /channelvars = CALL_ID,CRM_ROLE,CRM_AGENT/);
  assert.match(files["pjsip.conf"], /bind = 127\.0\.0\.1:5060/);
  assert.match(files["rtp.conf"], /rtpstart = 20000\nrtpend = 29999/);
});

Deno.test("the lines that were paid for are there, else load, holds or log-ins break in ways nobody sees", () => {
  const files = configFiles(settings());
  assert.match(files["pjsip.conf"], /taskprocessor_overload_trigger = pjsip_only/);
  assert.match(files["pjsip.conf"], /endpoint_identifier_order = auth_username,username,ip/);
  assert.match(files["sorcery.conf"], /endpoint = memory/);
  assert.match(files["cdr.conf"], /enable = no/);
  for (const name of ["res_pjsip_pubsub", "chan_bridge_media", "res_sorcery_memory", "res_websocket_client"]) {
    assert.match(files["modules.conf"], new RegExp(`load = ${name}\\.so`));
  }
});

Deno.test("a call waits for the application and then hears that nobody is there, else it rings into the void", () => {
  const { "extensions.conf": dialplan } = configFiles(
    settings({ applicationWaitSeconds: 7, ari: { password: "p", app: "shop" } }),
  );
  assert.match(dialplan, /Stasis\(shop,inbound,\$\{EXTEN\}\)/);
  assert.match(dialplan, /\$\{KOM_TRY\}>14\]\?fallback/);
  assert.match(dialplan, /TIMEOUT\(absolute\)=7200/);
});

Deno.test("the peer queue is only there when asked for, else the product drags app_queue along", () => {
  const without = configFiles(settings());
  assert.equal(without["queues.conf"], undefined);
  assert.doesNotMatch(without["modules.conf"], /app_queue/);
  const files = configFiles(settings({
    desks: [{ name: "d1", contact: "127.0.0.1:5080" }],
    queues: [{ name: "bench", pattern: "_8XX", members: ["d1"] }],
  }));
  assert.match(files["queues.conf"], /\[bench\]\nstrategy = rrmemory[\s\S]*member => PJSIP\/d1/);
  assert.match(files["extensions.conf"], /exten => _8XX,1,Answer\(,i\)\n same => n,Queue\(bench\)/);
});

Deno.test("a trunk with an account registers and authenticates, a desk phone needs a secret or an address", () => {
  const { "pjsip.conf": text } = configFiles(settings({
    trunks: [{
      name: "mts",
      address: "sip.example.ru",
      match: ["203.0.113.5"],
      account: { server: "sip.example.ru", user: "u", password: "s" },
    }],
    desks: [{ name: "101", password: "x", callerId: "Anna <101>" }],
  }));
  assert.match(text, /\[mts-registration\]\ntype = registration/);
  assert.match(text, /outbound_auth = mts-auth/);
  assert.match(text, /\[101\]\(desk-phone\)\naors = 101\nauth = 101\ncallerid = Anna <101>/);
  assert.throws(() => settings({ desks: [{ name: "101" }] }), /password or a fixed contact/);
});

Deno.test("no value can smuggle a line into a file, else a phone's name becomes a dialplan", () => {
  for (const name of ["a\nb", "a]b", "a;b", "", "x y"]) {
    assert.throws(() => settings({ desks: [{ name, password: "p" }] }));
  }
  for (const password of ["a\nexten => 1,1,System(rm)", "a;b"]) {
    assert.throws(() => settings({ ari: { password } }));
    assert.throws(() => settings({ desks: [{ name: "1", password }] }));
  }
  assert.throws(() => section("s", { key: "a\nb" }), TypeError);
});
