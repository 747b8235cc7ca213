/** Files through the door: what a browser is told about them, and what it may not do with them. */
import assert from "node:assert/strict";
import { createRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { type Door, withDoor } from "./doors/fixture.ts";

async function send(door: Door, path: string, init: { method?: string; body?: BodyInit } = {}, as = "administrator") {
  const headers = await door.headersOf(as as "administrator");
  return await door.send(path, { ...init, headers: { ...headers, "content-type": "application/octet-stream" } });
}

Deno.test("a file is loaded and never run: no type of the browser's choosing, no page of ours, no guess", async () => {
  await withDoor(async (door) => {
    const values = { name: "A" };
    const { id } = unwrap(await createRecord(door.store, SYSTEM, { kind: "lead", values }));
    const path = `/api/v1/leads/${id}/files`;
    const page = new Blob(["<html><script>alert(1)</script>"], { type: "text/html" });
    const added = await send(door, `${path}?name=${encodeURIComponent("a/../стр.html")}`, {
      method: "POST",
      body: page,
    });
    const file = await added.json();
    assert.deepEqual([file.name, file.type], ["стр.html", "text/plain"]);
    const loaded = await send(door, `/api/v1/files/${file.id}`);
    assert.equal(
      loaded.headers.get("content-disposition"),
      `attachment; filename*=UTF-8''${encodeURIComponent("стр.html")}`,
    );
    assert.equal(loaded.headers.get("x-content-type-options"), "nosniff");
    assert.match(loaded.headers.get("content-security-policy") ?? "", /sandbox/);
    assert.match(loaded.headers.get("content-type") ?? "", /^text\/plain/);
    assert.equal(await loaded.text(), "<html><script>alert(1)</script>");
    const shown = await send(door, `/api/v1/files/${file.id}/preview`);
    assert.equal(shown.status, 415);
    assert.equal((await send(door, `/api/v1/files/${file.id}`, {}, "otherSupervisor")).status, 404);
    const large = new Blob([new Uint8Array(50 * 1_048_576 + 1)]);
    const refused = await send(door, `${path}?name=big.bin`, { method: "POST", body: large });
    assert.equal(refused.status, 413);
    assert.equal((await refused.json()).code, "files.error.too-large");
  });
});
