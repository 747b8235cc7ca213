/** Tasks of people of the demo, made by the test, and a browser at their day. For tests and trials only. */
import { sql } from "kysely";
import type { Browser, BrowserContext, Page } from "npm:playwright-core@1.65.1";
import { createRecord } from "@/crm/record/mod.ts";
import type { Values } from "@/crm/record/types.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Fixture } from "./fixture.ts";

export interface Scene {
  fixture: Fixture;
  browser: Browser;
}

export interface OpenOptions {
  login?: string;
  path?: string;
  theme?: "light" | "dark";
  locale?: "ru" | "en";
  width?: number;
  touch?: boolean;
}

export const HOUR = 3_600_000;
export const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

export async function task(fixture: Fixture, login: string | null, values: Values): Promise<string> {
  const owner = login && fixture.users.get(login)!;
  const { team_id: team } = await fixture.store.db.selectFrom("users").select("team_id")
    .where("id", "=", fixture.users.get(login ?? "anna")!).executeTakeFirstOrThrow();
  const given = { owner, team, ...values };
  return unwrap(await createRecord(fixture.store, SYSTEM, { kind: "task", values: given })).id;
}

/** Nobody's tasks of the demo are in the way. */
export async function noTasks(fixture: Fixture): Promise<void> {
  let left = 1;
  while (left > 0) {
    const { numAffectedRows } = await sql`update tasks set archived_at = now() where id in (
      select id from tasks where archived_at is null limit 500)`.execute(fixture.store.db);
    left = Number(numAffectedRows ?? 0);
  }
}

export const line = (id: string) => `.task-line[data-task="${id}"]`;
export const check = (id: string) => `${line(id)} .task-check`;

export async function withDay(
  scene: Scene,
  options: OpenOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "olga", path = "/tasks", theme = "light", width = 1280, locale = "ru", touch = false } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
    hasTouch: touch,
    locale: locale === "ru" ? "ru-RU" : "en-GB",
  });
  try {
    await sql`update users set locale = ${locale} where login = ${login}`.execute(fixture.store.db);
    const page = await context.newPage();
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await openDay(page, fixture.url + path);
    await use(page, context);
  } finally {
    await context.close();
  }
}

/** Opened, and live. */
export async function openDay(page: Page, url: string): Promise<void> {
  await page.goto(url);
  if (new URL(url).pathname === "/tasks") await page.waitForSelector('.task-day[data-ready][data-link="live"]');
  await page.waitForSelector('html[data-tasks="ready"]');
}

/** A key by its place on the keyboard, with the letter of the Russian layout on it. */
export async function pressRussian(page: Page, code: string, key: string): Promise<void> {
  await page.evaluate(([code, key]) => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }));
  }, [code, key]);
}

/** The section that a task stands in, by what the page shows. */
export function sectionOf(page: Page, id: string): Promise<string | null> {
  return page.evaluate((id) => {
    let section: string | null = null;
    const rows = [...document.querySelectorAll<HTMLElement>(".day-list > li")]
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    for (const row of rows) {
      if (row.dataset.section) section = row.dataset.section;
      if (row.dataset.task === id) return section;
    }
    return null;
  }, id);
}

/** Tasks from the top of the page. */
export function order(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".day-list > li[data-task]")]
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((row) => row.dataset.task!)
  );
}
