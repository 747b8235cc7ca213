import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  addressOf,
  chaptersOf,
  curlOf,
  exampleOf,
  found,
  missingIn,
  type Operation,
  scriptOf,
  typeName,
} from "./model.ts";
import type { OpenApi } from "./types.ts";

const DOCUMENT: OpenApi = {
  info: { title: "", version: "1", description: "" },
  servers: [{ url: "https://crm.example" }],
  tags: [{ name: "things", description: "Things" }, { name: "empty", description: "Empty" }],
  paths: {
    "/api/v1/things/{id}": {
      patch: {
        operationId: "changeThing",
        tags: ["things"],
        summary: "Change a thing",
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } },
          { name: "mode", in: "query", schema: { type: "string" } },
          { $ref: "#/components/parameters/Key" },
        ],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
        responses: { 200: { description: "Done" }, 401: { $ref: "#/components/responses/Problem401" } },
      },
    },
  },
  components: {
    parameters: { Key: { name: "Idempotency-Key", in: "header", schema: { type: "string" } } },
    responses: { Problem401: { description: "No token" } },
    schemas: {
      Thing: {
        type: "object",
        required: ["name", "kind", "parent"],
        properties: {
          name: { type: "string" },
          kind: { enum: ["a", "b"] },
          note: { type: "string" },
          parent: { anyOf: [{ $ref: "#/components/schemas/Thing" }, { type: "null" }] },
        },
      },
    },
  },
};
const [{ operations: [operation] }] = chaptersOf(DOCUMENT);
const filled = (over: Partial<{ values: Record<string, string>; body: string }> = {}) => ({
  values: { id: "7" },
  body: "{}",
  origin: "https://crm.example",
  ...over,
});

Deno.test("chapters hold every operation with what its references mean, and nothing empty", () => {
  assert.deepEqual(chaptersOf(DOCUMENT).map(({ tag }) => tag), ["things"]);
  assert.deepEqual(operation.parameters.map(({ name }) => name), ["id", "mode", "Idempotency-Key"]);
  assert.deepEqual(operation.answers.map(({ answer }) => answer.description), ["Done", "No token"]);
  assert.equal(found(chaptersOf(DOCUMENT), "patch thing").length, 1);
  assert.equal(found(chaptersOf(DOCUMENT), "nothing").length, 0);
});

Deno.test("an example has what is required, also of schemas that hold themselves", () => {
  const example = exampleOf({ $ref: "#/components/schemas/Thing" }, DOCUMENT) as Record<string, unknown>;
  assert.deepEqual(Object.keys(example), ["name", "kind", "parent"]);
  assert.equal(typeName({ type: "array", items: { $ref: "#/components/schemas/Thing" } }), "Thing[]");
  assert.equal(typeName({ anyOf: [{ type: "string", format: "uuid" }, { type: "null" }] }), "string (uuid) | null");
});

Deno.test("what is typed cannot leave its place in the address, the shell or the script", () => {
  assert.deepEqual(missingIn(operation, filled({ values: { id: " " } })), ["id"]);
  assert.equal(
    addressOf(operation, filled({ values: { id: "a/b?c", mode: "x&y" } })),
    "/api/v1/things/a%2Fb%3Fc?mode=x%26y",
  );
  const parse = (code: string) => new Function("fetch", "token", "crypto", `return (async () => {${code}})()`);
  fc.assert(fc.property(fc.string(), fc.string(), (id, text) => {
    const given = filled({ values: { id, mode: text }, body: JSON.stringify({ text }, null, 2) });
    const url = new URL(addressOf(operation, given), "https://crm.example");
    assert.ok(url.pathname.startsWith("/api/v1/things/") && url.origin === "https://crm.example");
    const line = curlOf(operation, given);
    const outside = line.replaceAll(/'(?:[^']|'\\'')*'/g, "");
    assert.ok(!outside.includes("'"), line);
    parse(scriptOf(operation as Operation, given));
  }));
});
