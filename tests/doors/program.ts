/** A program at the product's own door: a token with all rights of a role, and a way to ask with it. For tests only. */
import { accessOf } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { createOwnToken } from "@/crm/tokens/mod.ts";
import type { Access } from "@/store/access.ts";
import type { Door, Role } from "./fixture.ts";

export async function accessFor(door: Door, role: Role): Promise<Access> {
  const { cookie } = await door.headersOf(role);
  return (await accessOf(door.store, cookie.replace("kommutator=", ""), { ip: "" }))!.access;
}

export async function program(door: Door, role: Role = "administrator") {
  const access = await accessFor(door, role);
  const input = { name: "Program", scopes: [...access.permissions], days: null };
  const made = unwrap(await createOwnToken(door.store, access, input));
  const ask = async (
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const { body } = options;
    const file = body instanceof Blob ? body : null;
    const response = await door.send(path, {
      method,
      headers: {
        authorization: `Bearer ${made.text}`,
        ...(body === undefined ? {} : { "content-type": file?.type ?? "application/json" }),
        ...options.headers,
      },
      body: body === undefined ? null : file ?? JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = text !== "" && /^application\/(problem\+)?json\b/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
  };
  return { ...made, access, ask };
}
