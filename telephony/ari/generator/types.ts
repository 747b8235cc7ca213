/** How the description's data types become TypeScript types and run-time checks. */
import type { AriDocs, DocModel, DocParameter, DocProperty } from "./docs.ts";

const SCALARS: Record<string, string> = {
  string: "string",
  Date: "string",
  int: "number",
  long: "number",
  double: "number",
  boolean: "boolean",
  object: "Record<string, unknown>",
  void: "void",
};

/** What the description calls only "object" or "containers", said more exactly after its prose. */
const EXACT: Record<string, string> = {
  "Channel.channelvars": "Record<string, string>",
  "Variables.variables": "Record<string, string>",
  "param.variables": "VariablesToSet",
  "param.fields": "ConfigTuple[]",
  "param.filter": "EventFilter",
};

export function listOf(type: string): string | null {
  return type.match(/^List\[(\w+)\]$/)?.[1] ?? null;
}

export function tsType(type: string): string {
  const item = listOf(type);
  if (item) return `${tsType(item)}[]`;
  return SCALARS[type] ?? type;
}

export function propertyType(owner: string, name: string, property: DocProperty): string {
  return EXACT[`${owner}.${name}`] ?? union(property) ?? tsType(property.type);
}

export function parameterType(parameter: DocParameter): string {
  const base = EXACT[`param.${parameter.name}`] ?? union(parameter) ?? tsType(parameter.dataType);
  return parameter.allowMultiple ? `${base} | ${base}[]` : base;
}

function union(of: { allowableValues?: DocProperty["allowableValues"] }): string | null {
  const { valueType, values } = of.allowableValues ?? {};
  if (valueType !== "LIST" || !values?.length) return null;
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

/** All models that inherit from `root` and have no heirs of their own. */
export function leaves(docs: AriDocs, root: string): string[] {
  const model = docs.models.get(root);
  if (!model) throw new Error(`the description lacks the model ${root}`);
  if (model.subTypes.length === 0) return [root];
  return model.subTypes.flatMap((name) => leaves(docs, name));
}

/** Properties of a model and of all it inherits from, the eldest first. */
export function allProperties(docs: AriDocs, name: string): [string, DocProperty][] {
  const parent = parentOf(docs, name);
  const own = Object.entries(docs.models.get(name)?.properties ?? {});
  return parent ? [...allProperties(docs, parent.id), ...own] : own;
}

export function parentOf(docs: AriDocs, name: string): DocModel | undefined {
  return [...docs.models.values()].find((model) => model.subTypes.includes(name));
}

/** The field by which a model is known (`id`, else `name`); identity is what run-time checks insist on. */
export function identity(docs: AriDocs, name: string): string | null {
  const properties = docs.models.get(name)?.properties ?? {};
  return ["id", "name"].find((field) => properties[field]?.required && properties[field].type === "string") ?? null;
}

export function docComment(text: string, indent = ""): string {
  const line = text.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return line === "" ? "" : `${indent}/** ${line} */\n`;
}
