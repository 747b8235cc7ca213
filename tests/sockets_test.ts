/** The doors of live topics and browser phones: who gets a socket, what ends it, and what garbage on it does. */
import assert from "node:assert/strict";
import { assertDiscreet, withDoor, withServer } from "./doors/fixture.ts";
import { rawRequest, statusOf, upgradeRequest } from "./doors/raw.ts";

const PASSWORD = "correct horse battery";
const json = { "content-type": "application/json", accept: "application/json" };

Deno.test("sockets open only for our pages with a session; garbage on the wire ends one socket and not the server", async () => {
  await withDoor(async (door) => {
    await withServer(door, async (port) => {
      const host = `127.0.0.1:${port}`;
      const { cookie } = await door.headersOf("agent");
      const own = { host, origin: `http://${host}`, cookie };
      const status = async (path: string, headers: Record<string, string>) =>
        statusOf(await rawRequest(port, upgradeRequest(path, { host, ...headers }), 800));
      for (const path of ["/live", "/sip"]) {
        const sip: Record<string, string> = path === "/sip" ? { "sec-websocket-protocol": "sip" } : {};
        assert.equal(await status(path, { origin: own.origin, ...sip }), 401, `${path} without a session`);
        assert.equal(await status(path, { ...own, cookie: "kommutator=x; ;;=; kommutator-door", ...sip }), 401);
        assert.equal(await status(path, { ...own, origin: "http://evil.test", ...sip }), 403, `${path} from elsewhere`);
        assert.equal(await status(path, { cookie, ...sip }), 403, `${path} without an Origin`);
      }
      assert.equal(await status("/sip", own), 400, "no sub-protocol");
      const frames: [string, number[]][] = [
        ["not masked", [0x81, 0x02, 0x7b, 0x7d]],
        ["reserved bits and opcode", [0xff, 0x80, 1, 2, 3, 4]],
        ["a control frame that is too long", [0x89, 0xfe, 0x01, 0x00, 1, 2, 3, 4]],
        ["a length of 2^63", [0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]],
        ["text that is no UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]],
        ["a close code that does not exist", [0x88, 0x82, 0, 0, 0, 0, 0x00, 0x01]],
      ];
      for (const [what, bytes] of frames) {
        const start = new TextEncoder().encode(upgradeRequest("/live", own));
        const answer = await rawRequest(port, new Uint8Array([...start, ...bytes]), 500);
        assert.equal(statusOf(answer), 101, what);
        assertDiscreet(answer, what);
      }
      const words = [
        "",
        "{",
        "[]",
        "null",
        '{"t":"sub"}',
        '{"t":"sub","topic":7}',
        `{"t":"sub","topic":"${"x".repeat(9_000)}"}`,
      ];
      const socket = new WebSocket(`ws://${host}/live`, { headers: own } as unknown as string[]);
      await new Promise((resolve) => socket.onopen = resolve);
      for (const word of words) if (socket.readyState === WebSocket.OPEN) socket.send(word);
      const end = new Promise((resolve) => socket.onclose = resolve);
      socket.close();
      await end;
      const after = await fetch(`http://${host}/health`);
      assert.equal(await after.text(), '{"ok":true}', "the server goes on, and strangers read no details");
    });
  });
});

Deno.test("whoever is logged out, disabled or loses a right is cut from the live console and the phone at once", async () => {
  await withDoor(async (door) => {
    const sip = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => Deno.upgradeWebSocket(request, { protocol: "sip" }).response,
    );
    Object.assign(door.live.options, { sipUrl: `ws://127.0.0.1:${sip.addr.port}/ws` });
    await withServer(door, async (port) => {
      const host = `127.0.0.1:${port}`;
      const open = async (path: string, headers: Record<string, string>) => {
        const protocols = path === "/sip" ? { protocols: ["sip"] } : {};
        const options = { ...protocols, headers: { cookie: headers.cookie, origin: `http://${host}` } };
        const socket = new WebSocket(`ws://${host}${path}`, options as unknown as string[]);
        const ended = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
        await new Promise((resolve, reject) => {
          socket.onopen = resolve;
          socket.onerror = reject;
        });
        return { ended };
      };
      const within = async (sockets: { ended: Promise<number> }[], what: string) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const late = new Promise<never>((_, reject) =>
          timer = setTimeout(() => reject(new Error(`still open: ${what}`)), 3_000)
        );
        const codes = await Promise.race([Promise.all(sockets.map(({ ended }) => ended)), late]);
        clearTimeout(timer);
        assert.ok(codes.every((code) => code >= 4000), `${what}: ${codes}`);
      };
      const admin = { ...await door.headersOf("administrator"), ...json };
      const act = async (method: string, path: string, headers: Record<string, string>, body = "{}") => {
        const response = await door.send(path, { method, headers: { ...json, ...headers }, body });
        await response.body?.cancel();
        assert.ok(response.status < 400, `${path} ${response.status}`);
      };
      const agent = door.userOf("agent")!;
      const leaving = await door.headersOf("agent");
      const [console1, phone1] = [await open("/live", leaving), await open("/sip", leaving)];
      await act("POST", "/logout", leaving);
      await within([console1, phone1], "logged out");

      const reset = await door.headersOf("agent");
      const [console2, phone2] = [await open("/live", reset), await open("/sip", reset)];
      await act(
        "POST",
        `/api/users/${agent}/password`,
        admin,
        JSON.stringify({ password: PASSWORD, mustChange: false }),
      );
      await within([console2, phone2], "the password was reset");

      const demoted = await door.headersOf("supervisor");
      const [console3, phone3] = [await open("/live", demoted), await open("/sip", demoted)];
      await act("PATCH", `/api/users/${door.userOf("supervisor")}`, admin, '{"roles":["analyst"]}');
      await within([phone3], "no console any more");

      await act("PATCH", `/api/users/${door.userOf("supervisor")}`, admin, '{"disabled":true}');
      await within([console3], "disabled");
    });
    await sip.shutdown();
  });
});
