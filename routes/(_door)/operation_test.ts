import assert from "node:assert/strict";
import { z } from "zod";
import { bytes, defineOperation, nothing } from "./operation.ts";
import { openApiDocument } from "./openapi.ts";
import type { Ctx } from "./api.ts";

const access = { user: "0196f3a1-0000-7000-8000-000000000000", permissions: new Set(["leads.view.all"]) };

function ask(options: { method?: string; body?: string; type?: string; params?: Record<string, string> }): Ctx {
  const { method = "POST", body, type = "application/json", params = {} } = options;
  const url = new URL("http://crm.test/api/v1/x?limit=5");
  const req = new Request(url, { method, body, headers: body === undefined ? {} : { "content-type": type } });
  return { req, url, params, state: { access } } as unknown as Ctx;
}

const id = "00000000-0000-7000-8000-000000000001";

Deno.test("what stands in the address counts, not what the body says, or a change hits another record", async () => {
  const operation = defineOperation({
    method: "POST",
    path: "/api/v1/x/{id}",
    id: "testInput",
    tag: "api",
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number() }),
    body: z.looseObject({ name: z.string() }),
    response: z.unknown(),
    work: ({ input }) => Promise.resolve({ ok: true, value: input }),
  });
  const other = "00000000-0000-7000-8000-000000000002";
  const answer = await operation.handler(
    ask({ body: JSON.stringify({ name: "x", id: other, limit: 9 }), params: { id } }),
  );
  assert.deepEqual(await answer.json(), { name: "x", id, limit: 5 });
  const wrong = await operation.handler(ask({ body: "{}", params: { id } }));
  assert.deepEqual([wrong.status, (await wrong.json()).fields], [400, [{ path: "name", code: "invalid_type" }]]);
});

Deno.test("a refusal that names a field is about what was sent and no 404, or programs give up a record that is there", async () => {
  const refusing = (name: string, detail?: Record<string, string>) =>
    defineOperation({
      method: "DELETE",
      path: `/api/v1/${name}`,
      id: name,
      tag: "api",
      response: nothing,
      statuses: { "records.error.no-record": 404 },
      work: () => Promise.resolve({ ok: false, code: "records.error.no-record", detail }),
    });
  assert.equal((await refusing("testGone").handler(ask({ method: "DELETE" }))).status, 404);
  assert.equal((await refusing("testLink", { field: "company" }).handler(ask({ method: "DELETE" }))).status, 409);
  assert.throws(() => refusing("testGone"), /both testGone/);
});

Deno.test("files come and go as they are, and the document names their types", async () => {
  const operation = defineOperation({
    method: "POST",
    path: "/api/v1/x/file",
    id: "testFile",
    tag: "api",
    upload: ["text/csv"],
    response: bytes,
    file: ["text/plain"],
    work: async ({ ctx }) => ({ ok: true, value: new Response(`got ${await ctx.req.text()}`) }),
  });
  const answer = await operation.handler(ask({ body: "a;b", type: "text/csv" }));
  assert.equal(await answer.text(), "got a;b");
  const { paths } = openApiDocument("en", { origin: "http://crm.test" }) as {
    paths: Record<string, Record<string, { requestBody: unknown; responses: Record<string, { content: unknown }> }>>;
  };
  const { requestBody, responses } = paths["/api/v1/x/file"].post;
  assert.deepEqual(requestBody, { required: true, content: { "text/csv": {} } });
  assert.deepEqual(responses[200].content, { "text/plain": {} });
});
