/** The OpenAPI 3.1 document of all operations, in one language. Made of the same schemas that check what comes in. */
import { z } from "zod";
import { hasMessage, type Locale, t as wordsOf, type Translate } from "@/locales/mod.ts";
import { PHRASES } from "@/web/errors.ts";
import { type Operation, operations } from "./operation.ts";

type Json = Record<string, unknown>;

/** Version of the interface: what is added changes the second number, what breaks programs would change the path. */
export const API_VERSION = "1.0";
const ID = "#/$defs/";
const COMPONENT = "#/components/schemas/";

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: "api.field.detail" }),
  code: z.string().meta({ description: "api.field.code" }),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional().meta({ description: "api.field.values" }),
  fields: z.array(z.object({ path: z.string(), code: z.string() })).optional()
    .meta({ description: "api.field.fields" }),
  requestId: z.string().meta({ description: "api.field.request-id" }),
});

/** @param origin where this server is, for `servers` */
export function openApiDocument(locale: Locale, options: { origin: string }): Json {
  const t = wordsOf(locale);
  const schemas: Json = {};
  const toSchema = (schema: z.ZodType, io: "input" | "output") => hoisted(schemaOf(schema, io), { schemas, locale, t });
  const paths: Record<string, Json> = {};
  const all = operations();
  for (const operation of all) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation, { toSchema, locale, t });
  }
  schemas.Problem = toSchema(problemSchema, "output");
  return {
    openapi: "3.1.1",
    info: { title: t("api.title"), version: API_VERSION, description: t("api.about") },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: options.origin }],
    security: [{ token: [] }, { session: [] }],
    tags: chapters(all).map((tag) => ({ name: tag, description: t(`api.tag.${tag}`) })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "kmt_…", description: t("api.auth.token") },
        session: { type: "apiKey", in: "cookie", name: "kommutator", description: t("api.auth.session") },
      },
      parameters: {
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          description: t("api.field.idempotency-key"),
          schema: { type: "string", minLength: 1, maxLength: 255 },
          example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
        },
      },
      headers: {
        RateLimit: { description: t("api.field.ratelimit"), schema: { type: "string" } },
        RateLimitPolicy: { description: t("api.field.ratelimit-policy"), schema: { type: "string" } },
        RetryAfter: { description: t("api.field.retry-after"), schema: { type: "integer" } },
      },
      responses: Object.fromEntries(PROBLEMS.map((status) => [`Problem${status}`, problemResponse(status, t)])),
    },
  };
}

/** These come first, in this order; other rooms follow by name. */
const FIRST = ["api", "records", "changes", "webhooks"];

function chapters(all: readonly Operation[]): string[] {
  const place = (tag: string) => FIRST.includes(tag) ? FIRST.indexOf(tag) : FIRST.length;
  return [...new Set(all.map(({ tag }) => tag))].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

const PROBLEMS = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503];

function problemResponse(status: number, t: Translate): Json {
  return {
    description: t(`api.status.${status}`),
    ...(status === 429 || status === 409
      ? { headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } }
      : {}),
    content: {
      "application/problem+json": {
        schema: { $ref: `${COMPONENT}Problem` },
        example: { type: "about:blank", title: PHRASES[status], status, detail: "…", code: "…", requestId: "…" },
      },
    },
  };
}

interface Words {
  toSchema(schema: z.ZodType, io: "input" | "output"): Json;
  locale: Locale;
  t: Translate;
}

function describe(operation: Operation, { toSchema, locale, t }: Words): Json {
  const { id, tag, needs = [], params, query, body, upload, response, file, example, statuses = {} } = operation;
  const unsafe = operation.method !== "GET";
  const parameters = [...parametersOf("path", params, toSchema), ...parametersOf("query", query, toSchema)];
  const more = hasMessage(locale, `api.op.${id}.more`) ? t(`api.op.${id}.more`) : "";
  const rights = needs.length > 0 ? t("api.needs", { words: needs.map((need) => `\`${need}\``).join(", ") }) : "";
  const problems = new Set([400, 401, 403, 409, 429, 503, ...Object.values(statuses), ...(unsafe ? [422] : [])]);
  if (body || upload) [413, 415].forEach((status) => problems.add(status));
  const json = (schema: z.ZodType, io: "input" | "output") => {
    const shown = io === "input" ? example?.body : example?.response;
    return { "application/json": { schema: toSchema(schema, io), ...(shown === undefined ? {} : { example: shown }) } };
  };
  return {
    operationId: id,
    tags: [tag],
    summary: t(`api.op.${id}`),
    description: [more, rights].filter(Boolean).join("\n\n"),
    ...(needs.length > 0 ? { "x-permissions": needs } : {}),
    parameters: unsafe ? [...parameters, { $ref: "#/components/parameters/IdempotencyKey" }] : parameters,
    ...(body || upload
      ? { requestBody: { required: true, content: upload ? files(upload) : json(body!, "input") } }
      : {}),
    responses: {
      200: {
        description: t("api.status.200"),
        headers: {
          RateLimit: { $ref: "#/components/headers/RateLimit" },
          "RateLimit-Policy": { $ref: "#/components/headers/RateLimitPolicy" },
        },
        content: file ? files(file) : json(response, "output"),
      },
      ...Object.fromEntries(
        [...problems].sort().map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

/** Bytes have no schema, only their media types. */
const files = (types: readonly string[]): Json => Object.fromEntries(types.map((type) => [type, {}]));

/** The properties of an object schema as parameters. */
function parametersOf(place: "path" | "query", schema: z.ZodType | undefined, toSchema: Words["toSchema"]): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  return z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      // JSON has no dates: they come and go as text.
      if (type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
      // Answers may get more fields in time; programs must not stumble over them.
      if (type === "object" && io === "output") delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as Json;
}

/** Named schemas move to the components; descriptions become words. @throws when two different ones have one name */
function hoisted(schema: Json, to: { schemas: Json; locale: Locale; t: Translate }): Json {
  const { $schema: _, $defs = {}, id, ...rest } = schema;
  const worded = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(worded);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => key !== "~standard").map(([key, inner]) => {
      if (key === "$ref" && typeof inner === "string") return [key, inner.replace(ID, COMPONENT)];
      if (key === "description" && typeof inner === "string") {
        return [key, hasMessage(to.locale, inner) ? to.t(inner) : inner];
      }
      return [key, worded(inner)];
    });
    return Object.fromEntries(entries);
  };
  const keep = (name: string, { id: _, ...plain }: Json) => {
    const known = to.schemas[name];
    const next = worded(plain);
    if (known && JSON.stringify(known) !== JSON.stringify(next)) throw new Error(`two different schemas ${name}`);
    to.schemas[name] = next;
  };
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) keep(name, definition);
  if (typeof id !== "string") return worded(rest) as Json;
  keep(id, rest);
  return { $ref: COMPONENT + id };
}
