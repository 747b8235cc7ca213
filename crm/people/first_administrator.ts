/** The first administrator of a new installation; without one nobody could ever log in. */
import { randomBytes } from "node:crypto";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { createUserSchema } from "@/crm/people/schemas.ts";
import { createUser } from "@/crm/people/users.ts";

/**
 * Creates `admin` with a random password that must be changed, when there is no user at all. Returns what to print
 * once; null: somebody exists already.
 */
export async function firstAdministrator(
  store: Store,
  options: { locale: "ru" | "en" },
): Promise<{ login: string; password: string } | null> {
  const anybody = await store.db.selectFrom("users").select("id").limit(1).executeTakeFirst();
  if (anybody) return null;
  const password = randomBytes(12).toString("base64url");
  const input = createUserSchema.parse({
    login: "admin",
    name: "admin",
    password,
    mustChangePassword: true,
    locale: options.locale,
    roles: ["administrator"],
  });
  // Two nodes starting at once: the second one meets the taken login.
  const made = await createUser(store, SYSTEM, input);
  if (!made.ok && made.code === "people.error.login-taken") return null;
  unwrap(made);
  return { login: "admin", password };
}
