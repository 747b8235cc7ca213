/** A PostgreSQL in a temporary folder with people of ten teams, and the product over it in a process of its own. */
import pg from "pg";
import { openSession } from "@/crm/people/sessions.ts";
import { createTeam } from "@/crm/people/teams.ts";
import { createUser, createUserSchema } from "@/crm/people/mod.ts";
import { seedRoles } from "@/crm/people/roles.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { startEmbedded } from "@/store/embedded/mod.ts";
import { connectStore, type Store } from "@/store/store.ts";
import { csrfToken } from "@/web/security/mod.ts";
import { Product } from "../../tests/e2e/console_product.ts";
import type { World } from "./generate.ts";

const TEAMS = 10;
const AGENTS = 5;

/** The supervisor who asks. */
export interface Reader {
  user: string;
  team: string;
}

export interface Site {
  store: Store;
  world: World;
  reader: Reader;
  product: Product;
  /** Some numbers that are there. */
  numbers: string[];
  headers: Record<string, string>;
  start(): Promise<void>;
  /** Rows of the answer. @throws when it is no list */
  get(path: string): Promise<number>;
  page(path: string): Promise<{ rows: unknown[]; next: string | null }>;
  sql(text: string, values: unknown[]): Promise<unknown[]>;
}

export async function withSite(use: (site: Site) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "kommutator-records-" });
  const data = await Deno.makeTempDir({ prefix: "kommutator-records-pg-" });
  const postgres = await startEmbedded({ dir: data });
  const store = await connectStore({ config: { ...postgres.config }, progress: () => {}, migrate: true });
  const { host, port, user, database, password = "" } = postgres.config;
  const client = new pg.Client({ ...postgres.config });
  await client.connect();
  const product = new Product({
    DATA_DIR: dir,
    PORT: "18980",
    DEMO: "no",
    LOCALE: "ru",
    LOG_LEVEL: "error",
    DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${new URLSearchParams({
      host,
      port: String(port),
    })}`,
  });
  try {
    const world = await people(store);
    const reader = { user: world.users[0][0], team: world.teams[0] };
    const token = (await openSession(store.db, reader.user, { ip: "127.0.0.1" })).token;
    const headers = {
      cookie: `kommutator=${token}`,
      accept: "application/json",
      "content-type": "application/json",
      origin: product.url,
      "x-csrf": csrfToken(token),
    };
    const site: Site = {
      store,
      world,
      reader,
      product,
      numbers: [],
      headers,
      async start() {
        const { rows } = await client.query(
          "select point from record_points tablesample system (0.2) where point like '+%' limit 2000",
        );
        site.numbers = rows.map((row) => row.point);
        await product.start();
      },
      get: async (path) => (await site.page(path)).rows.length,
      async page(path) {
        const response = await fetch(`${product.url}${path}`, { headers });
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
        return await response.json();
      },
      sql: async (text, values) => (await client.query(text, values)).rows,
    };
    await use(site);
  } finally {
    await product.stop();
    await client.end();
    await store.close();
    await postgres.stop();
    await Deno.remove(dir, { recursive: true }).catch(() => {});
    await Deno.remove(data, { recursive: true }).catch(() => {});
  }
}

async function people(store: Store): Promise<World> {
  await seedRoles(store);
  const world: World = { teams: [], users: [] };
  for (let t = 0; t < TEAMS; t++) {
    const team = unwrap(await createTeam(store, SYSTEM, { name: `Team ${t}` }));
    const users: string[] = [];
    for (let u = 0; u < AGENTS; u++) {
      const roles = [u === 0 ? "supervisor" : "agent"];
      const input = createUserSchema.parse({ login: `user-${t}-${u}`, name: `User ${t} ${u}`, roles, team });
      users.push(unwrap(await createUser(store, SYSTEM, input)));
    }
    world.teams.push(team);
    world.users.push(users);
  }
  return world;
}
