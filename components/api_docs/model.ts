/** The document as chapters of operations, examples from schemas, and requests as code. Pure. */
import type { ApiAnswer, OpenApi, Parameter, RawOperation, Schema } from "@/components/api_docs/types.ts";

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: { schema: Schema; example: unknown } | null;
  answers: { status: string; answer: ApiAnswer }[];
}

export interface Chapter {
  tag: string;
  title: string;
  operations: Operation[];
}

export function chaptersOf(document: OpenApi): Chapter[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      tag: raw.tags[0],
      operation: operationOf(raw, { document, method, path }),
    }))
  );
  return document.tags.map(({ name, description }) => ({
    tag: name,
    title: description,
    operations: all.filter(({ tag }) => tag === name).map(({ operation }) => operation),
  })).filter(({ operations }) => operations.length > 0);
}

function operationOf(raw: RawOperation, at: { document: OpenApi; method: string; path: string }): Operation {
  const { document, method, path } = at;
  const media = raw.requestBody?.content["application/json"];
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary,
    description: raw.description ?? "",
    parameters: (raw.parameters ?? []).map((one) =>
      "$ref" in one ? document.components.parameters[nameOf(one.$ref)] : one
    ),
    body: media ? { schema: media.schema, example: media.example ?? exampleOf(media.schema, document) } : null,
    answers: Object.entries(raw.responses).map(([status, answer]) => ({
      status,
      answer: answer.$ref ? document.components.responses[nameOf(answer.$ref)] : answer,
    })),
  };
}

/** Chapters with only the operations that hold all words. */
export function found(chapters: readonly Chapter[], text: string): Chapter[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return chapters.map((chapter) => ({
    ...chapter,
    operations: chapter.operations.filter(({ method, path, summary, id }) => {
      const where = `${method} ${path} ${summary} ${id} ${chapter.title}`.toLowerCase();
      return words.every((word) => where.includes(word));
    }),
  })).filter(({ operations }) => operations.length > 0);
}

const nameOf = (ref: string) => ref.split("/").at(-1)!;

/** The schema behind a reference. */
export function resolved(schema: Schema, document: OpenApi): Schema {
  return schema.$ref ? document.components.schemas[nameOf(schema.$ref)] ?? {} : schema;
}

/** Deeper ones are left out: schemas may hold themselves. */
const DEEPEST = 6;

/** A value of the schema to begin with: its own example, or the simplest there is. */
export function exampleOf(given: Schema, document: OpenApi, depth = 0): unknown {
  const schema = resolved(given, document);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (depth > DEEPEST) return null;
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return exampleOf(choice, document, depth + 1);
  switch (typeOf(schema)) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) ?? false)
          .map(([name, inner]) => [name, exampleOf(inner, document, depth + 1)]),
      );
    case "array":
      return schema.items ? [exampleOf(schema.items, document, depth + 1)] : [];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "string":
      return stringOf(schema);
    default:
      return null;
  }
}

function stringOf({ format }: Schema): string {
  if (format === "uuid") return "0196f3a1-0000-7000-8000-000000000000";
  if (format === "date-time") return "2026-01-31T09:00:00.000Z";
  return format === "uri" ? "https://example.com/" : "";
}

function typeOf(schema: Schema): string | undefined {
  return Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
}

/** A schema's type in a word or two: `string (uuid)`, `Webhook[]`, `"a" | "b"`. */
export function typeName(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeName))].join(" | ");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type ?? "any";
  if (type === "array") return schema.items ? `${typeName(schema.items)}[]` : "array";
  return schema.format ? `${type} (${schema.format})` : type;
}

export interface Filled {
  /** By name of the parameter; empty ones are left out. */
  values: Record<string, string>;
  /** Text of the body. */
  body: string;
}

/** Required parameters without a value. */
export function missingIn(operation: Operation, { values }: Filled): string[] {
  return operation.parameters.filter(({ name, required }) => required && !values[name]?.trim()).map(({ name }) => name);
}

/** The path with its parameters and query filled in. */
export function addressOf(operation: Operation, { values }: Filled): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]?.trim();
    return value ? encodeURIComponent(value) : whole;
  });
  const query = new URLSearchParams(
    operation.parameters.filter((one) => one.in === "query" && values[one.name]?.trim())
      .map(({ name }) => [name, values[name].trim()]),
  ).toString();
  return query ? `${path}?${query}` : path;
}

/** The request as a line for the shell. The token stands as a variable: nobody copies a real one into a chat. */
export function curlOf(operation: Operation, filled: Filled & { origin: string }): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = [
    `curl${operation.method === "GET" ? "" : ` -X ${operation.method}`} ${
      quoted(filled.origin + addressOf(operation, filled))
    }`,
    `-H "Authorization: Bearer $KOMMUTATOR_TOKEN"`,
    ...(operation.method === "GET" ? [] : [`-H "Idempotency-Key: $(uuidgen)"`]),
    ...(operation.body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(filled.body)}`] : []),
  ];
  return lines.join(" \\\n  ");
}

/** The request in JavaScript. */
export function scriptOf(operation: Operation, filled: Filled & { origin: string }): string {
  const unsafe = operation.method !== "GET";
  const headers = [
    "    authorization: `Bearer ${token}`,",
    ...(unsafe ? ['    "idempotency-key": crypto.randomUUID(),'] : []),
    ...(operation.body ? ['    "content-type": "application/json",'] : []),
  ];
  const body = operation.body ? [`  body: JSON.stringify(${filled.body.replaceAll("\n", "\n  ") || "{}"}),`] : [];
  return [
    `const response = await fetch(${JSON.stringify(filled.origin + addressOf(operation, filled))}, {`,
    ...(unsafe ? [`  method: "${operation.method}",`] : []),
    "  headers: {",
    ...headers,
    "  },",
    ...body,
    "});",
    "if (!response.ok) throw new Error((await response.json()).detail);",
    "const data = await response.json();",
  ].join("\n");
}
