/** The two cookies of the console: the session's token, and before log-in a random one that forms are tied to. */
import { randomBytes } from "node:crypto";

export const SESSION_COOKIE = "kommutator";
export const DOOR_COOKIE = "kommutator-door";

export function readCookie(req: Request, name: string): string {
  const header = req.headers.get("cookie") ?? "";
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return "";
}

export function setCookie(
  headers: Headers,
  name: string,
  value: string,
  options: { secure: boolean; maxAgeMs?: number },
): void {
  const age = options.maxAgeMs === undefined ? "" : `; Max-Age=${Math.floor(options.maxAgeMs / 1000)}`;
  const secure = options.secure ? "; Secure" : "";
  headers.append("set-cookie", `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${secure}`);
}

export function newDoorToken(): string {
  return randomBytes(24).toString("base64url");
}
