/** The product over a PostgreSQL of its own, with an administrator who sees every deal, beside the supervisor of a team. */
import { openSession } from "@/crm/people/sessions.ts";
import { createUser, createUserSchema } from "@/crm/people/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { csrfToken } from "@/web/security/mod.ts";
import { type Site, withSite as withRecords } from "../records/site.ts";

export interface Asker {
  id: string;
  token: string;
  /** Answer of the product's API. @throws when it refuses */
  ask(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<unknown>;
}

export interface SalesSite extends Site {
  administrator: Asker;
  supervisor: Asker;
}

export function withSite(use: (site: SalesSite) => Promise<void>): Promise<void> {
  return withRecords(async (site) => {
    const input = createUserSchema.parse({ login: "boss", name: "Administrator", roles: ["administrator"] });
    const boss = unwrap(await createUser(site.store, SYSTEM, input));
    await use({
      ...site,
      administrator: await asker(site, boss),
      supervisor: await asker(site, site.reader.user),
    });
  });
}

async function asker({ store, product }: Site, id: string): Promise<Asker> {
  const { token } = await openSession(store.db, id, { ip: "127.0.0.1" });
  const headers = {
    cookie: `kommutator=${token}`,
    accept: "application/json",
    "content-type": "application/json",
    origin: product.url,
    "x-csrf": csrfToken(token),
  };
  return {
    id,
    token,
    async ask(method, path, body) {
      const response = await fetch(`${product.url}${path}`, { method, headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return await response.json();
    },
  };
}
