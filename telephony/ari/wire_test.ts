import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { AriError } from "./errors.ts";
import { wireAnswer, wireRequest } from "./wire.ts";

Deno.test("whatever stands in an id reaches Asterisk unchanged, else another channel is hung up", () => {
  const text = fc.string({ unit: "binary", minLength: 1 }).filter((s) => s.isWellFormed());
  fc.assert(fc.property(text, text, (channelId, endpoint) => {
    const request = wireRequest("originateWithId", { channelId, endpoint, app: "crm" });
    const url = new URL(request.uri, "http://pbx/ari/");
    assert.ok(!request.uri.slice("channels/".length).split("?")[0].includes("/"));
    assert.equal(decodeURIComponent(request.uri.split("?")[0].slice("channels/".length)), channelId);
    assert.equal(url.searchParams.get("endpoint"), endpoint);
  }));
});

Deno.test("a missing id is refused before it is sent, else DELETE channels/ would address something else", () => {
  for (const channelId of [undefined, null, ""]) {
    assert.throws(() => wireRequest("hangup", { channelId }), /channelId is missing/);
  }
});

Deno.test("variables and configuration fields stand in the body, else a leg is not found after a crash", () => {
  const variables = { CALL_ID: "1" };
  assert.equal(
    wireRequest("originateWithId", { channelId: "a", endpoint: "b", variables }).body,
    '{"variables":{"CALL_ID":"1"}}',
  );
  const filter = { allowed: [{ type: "StasisStart" }] };
  assert.equal(wireRequest("filter", { applicationName: "crm", filter }).body, JSON.stringify(filter));
  assert.equal(wireRequest("hangup", { channelId: "a" }).body, null);
  assert.equal(
    wireRequest("addChannel", { bridgeId: "b", channel: ["x", "y"] }).uri,
    "bridges/b/addChannel?channel=x%2Cy",
  );
});

Deno.test("an answer that is not what was promised is an error and not a wrong value deep in the actors", () => {
  assert.equal(wireAnswer("hangup", 204, "No Content", ""), undefined);
  assert.deepEqual(wireAnswer("channels.list", 200, "OK", '[{"id":"a"}]'), [{ id: "a" }]);
  for (const body of ["", "{", "{}", '[{"name":1}]', "null"]) {
    assert.throws(
      () => wireAnswer("channels.list", 200, "OK", body),
      (error) => error instanceof AriError && error.status === 502,
    );
  }
});

Deno.test("a refusal carries Asterisk's own words, else nobody can tell why a call was not placed", () => {
  assert.throws(() => wireAnswer("hangup", 404, "Not Found", '{"message":"Channel not found"}'), {
    name: "AriError",
    status: 404,
    message: "hangup: 404 Channel not found",
  });
  assert.throws(() => wireAnswer("hangup", 500, "Internal", "not json"), { message: "hangup: 500 Internal" });
});
