/** Ten thousand leads to look at lists with, and a browser at a list's door. For tests and trials only. */
import { sql } from "kysely";
import type { Browser, BrowserContext, Page } from "npm:playwright-core@1.65.1";
import { type Access, PERMISSIONS, type UserId } from "@/store/access.ts";
import type { Fixture } from "./fixture.ts";

export interface Scene {
  fixture: Fixture;
  browser: Browser;
}

export interface OpenOptions {
  login?: string;
  path?: string;
  theme?: "light" | "dark";
  width?: number;
  /** Before the list is opened. */
  prepare?(page: Page, context: BrowserContext): Promise<void>;
}

/** Everything that a role may do, as a user of the demo. */
export function as(fixture: Fixture, login: string): Access {
  return {
    user: fixture.users.get(login) as UserId,
    permissions: new Set(PERMISSIONS),
    teams: [],
    origin: "web",
  };
}

/** Leads of long ago, so that what a test makes stands above them. */
export async function manyLeads(fixture: Fixture, count: number): Promise<void> {
  for (let from = 1; from <= count; from += 1_000) {
    await sql`insert into leads (id, name, phones, city, position, tags, owner_id, created_at, updated_at)
    select gen_random_uuid(), 'Клиент ' || lpad(n::text, 5, '0'),
      jsonb_build_array(jsonb_build_object('value', '+7916' || lpad(n::text, 7, '0'))),
      (array['Москва', 'Казань', 'Пермь'])[1 + n % 3], 'Закупщик', '["много"]'::jsonb,
      ${fixture.users.get("olga")}::uuid,
      timestamptz '2026-01-01' - n * interval '1 minute', timestamptz '2026-01-01' - n * interval '1 minute'
    from generate_series(${from}::int, ${Math.min(count, from + 999)}::int) n`.execute(fixture.store.db);
  }
}

export async function withPage(
  scene: Scene,
  options: OpenOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "admin", path = "/leads", theme = "light", width = 1280, prepare } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  try {
    const page = await context.newPage();
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await prepare?.(page, context);
    await openList(page, fixture.url + path);
    await use(page, context);
  } finally {
    await context.close();
  }
}

/** Opened, and live: the first snapshot has come. */
export async function openList(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector('.rl[data-link="live"]');
}

/** A key by its place on the keyboard, with the letter of the Russian layout on it. */
export async function pressRussian(page: Page, code: string, key: string): Promise<void> {
  await page.evaluate(([code, key]) => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }));
  }, [code, key]);
}

export const cell = (id: string, key: string) => `.rl-row[data-id="${id}"] .rl-cell[data-key="${key}"]`;

/** Ids of the rows from the top of the list. */
export function idsOnTop(page: Page, count: number): Promise<string[]> {
  return page.evaluate(
    (count) =>
      [...document.querySelectorAll<HTMLElement>(".rl-row[data-id]")].slice(0, count).map((row) => row.dataset.id!),
    count,
  );
}
