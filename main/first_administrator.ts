/** An installation without people gets its first administrator, with a password that is shown once. */
import { randomBytes } from "node:crypto";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { createUser, createUserSchema, seedRoles } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { seedDefaults } from "@/crm/queues/defaults.ts";

/** null: there are people already. */
export async function firstAdministrator(
  store: Store,
  locale: "ru" | "en",
): Promise<{ login: string; password: string } | null> {
  await seedRoles(store);
  await seedDefaults(store);
  const somebody = await store.db.selectFrom("users").select("id").limit(1).executeTakeFirst();
  if (somebody) return null;
  const password = randomBytes(12).toString("base64url");
  const login = "admin";
  unwrap(
    await createUser(
      store,
      SYSTEM,
      createUserSchema.parse({ login, password, name: login, locale, roles: ["administrator"] }),
    ),
  );
  return { login, password };
}
