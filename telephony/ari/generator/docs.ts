/**
 * Asterisk's own description of its REST interface (`rest-api/*.json`, Swagger 1.1), read and checked.
 * Owned by the generator; nothing at run time imports it.
 */
import { createHash } from "node:crypto";
import { z } from "zod";

const allowable = z.object({
  valueType: z.string(),
  values: z.array(z.union([z.string(), z.number()])).optional(),
});

const parameter = z.object({
  name: z.string(),
  paramType: z.enum(["path", "query", "body"]),
  dataType: z.string(),
  required: z.boolean().default(false),
  allowMultiple: z.boolean().default(false),
  description: z.string().default(""),
  allowableValues: allowable.optional(),
});

const operation = z.object({
  httpMethod: z.enum(["GET", "POST", "PUT", "DELETE"]),
  nickname: z.string(),
  summary: z.string().default(""),
  responseClass: z.string(),
  upgrade: z.string().optional(),
  parameters: z.array(parameter).default([]),
});

const property = z.object({
  type: z.string(),
  required: z.boolean().default(false),
  description: z.string().default(""),
  allowableValues: allowable.optional(),
});

const model = z.object({
  id: z.string(),
  description: z.string().default(""),
  subTypes: z.array(z.string()).default([]),
  properties: z.record(z.string(), property),
});

const resource = z.object({
  apis: z.array(z.object({ path: z.string(), operations: z.array(operation) })),
  models: z.record(z.string(), model).default({}),
});

export type DocProperty = z.infer<typeof property>;
export type DocModel = z.infer<typeof model>;
export type DocParameter = z.infer<typeof parameter>;
/** One operation with the resource file it stands in, and its path under `/ari`. */
export type DocOperation = z.infer<typeof operation> & { resource: string; path: string };

export interface AriDocs {
  operations: DocOperation[];
  models: Map<string, DocModel>;
  /** SHA-256 over the files: tells whether two descriptions are of the same Asterisk. */
  digest: string;
}

/** Reads every resource of a `rest-api` folder. @throws when a file is not what Asterisk ships. */
export function readDocs(folder: string): AriDocs {
  const files = [...Deno.readDirSync(folder)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".json") && name !== "resources.json").sort();
  if (files.length === 0) throw new Error(`no API description in ${folder}`);
  const docs: AriDocs = { operations: [], models: new Map(), digest: "" };
  const hash = createHash("sha256");
  for (const file of files) {
    const text = Deno.readTextFileSync(`${folder}/${file}`);
    hash.update(file).update("\0").update(text);
    const parsed = resource.parse(JSON.parse(text));
    for (const api of parsed.apis) {
      for (const op of api.operations) {
        docs.operations.push({ ...op, resource: file.slice(0, -".json".length), path: api.path });
      }
    }
    for (const [name, found] of Object.entries(parsed.models)) docs.models.set(name, found);
  }
  docs.digest = hash.digest("hex");
  return docs;
}
