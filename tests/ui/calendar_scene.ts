/** A week without other tasks, people to put them to, and a browser at the calendar's door. For tests and trials only. */
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

/** A week of work without holidays, far from the demo's tasks. In Moscow, where the demo company is. */
export const MONDAY = "2027-03-15";
export const DAYS = ["15", "16", "17", "18", "19", "20", "21"].map((day) => `2027-03-${day}`);
export const at = (day: string, time: string) => new Date(`${day}T${time}:00+03:00`).toISOString();

export interface OpenOptions {
  login?: string;
  /** Query of the calendar; the week above unless it says otherwise. */
  query?: string;
  path?: string;
  theme?: "light" | "dark";
  locale?: "ru" | "en";
  width?: number;
  touch?: boolean;
  prepare?(page: Page, context: BrowserContext): Promise<void>;
}

export async function task(fixture: Fixture, login: string, values: Values): Promise<string> {
  const owner = fixture.users.get(login)!;
  const { team_id: team } = await fixture.store.db.selectFrom("users").select("team_id").where("id", "=", owner)
    .executeTakeFirstOrThrow();
  return unwrap(await createRecord(fixture.store, SYSTEM, { kind: "task", values: { owner, team, ...values } })).id;
}

export async function withCalendar(
  scene: Scene,
  options: OpenOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "anna", theme = "light", width = 1280, locale = "ru", touch = false, prepare } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
    hasTouch: touch,
    locale: locale === "ru" ? "ru-RU" : "en-GB",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  try {
    await sql`update users set locale = ${locale} where login = ${login}`.execute(fixture.store.db);
    const page = await context.newPage();
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await prepare?.(page, context);
    await open(page, fixture.url + (options.path ?? `/calendar?date=${MONDAY}&${options.query ?? "view=week"}`));
    await use(page, context);
  } finally {
    await context.close();
  }
}

/** Opened, and live: the first snapshot has come. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  if (url.includes("/calendar")) await page.waitForSelector('.cal[data-ready][data-link="live"][data-phase="ready"]');
}

export const thing = (id: string) => `.cal-item[data-item="${id}"]`;

/** The middle of a time in a column of hours, after it was scrolled into sight. */
export async function spot(page: Page, given: { day: string; minute: number; person?: string }) {
  return await page.evaluate(({ day, minute, person = "" }) => {
    const column = document.querySelector<HTMLElement>(`.cal-col[data-day="${day}"][data-person="${person}"]`)!;
    const box = document.querySelector<HTMLElement>("[data-scroller]")!;
    const y = column.offsetHeight * minute / 1_440;
    box.scrollTop = Math.max(0, y - 220);
    const { left, top, width, height } = column.getBoundingClientRect();
    return { x: left + width / 2, y: top + height * minute / 1_440 };
  }, given);
}

/** Where a thing stands: its column's day and its first minute. */
export async function placeOf(page: Page, id: string): Promise<{ day: string; minute: number } | null> {
  return await page.evaluate((selector) => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) return null;
    const { left, top, width } = element.getBoundingClientRect();
    for (const column of document.querySelectorAll<HTMLElement>(".cal-col")) {
      const box = column.getBoundingClientRect();
      const middle = left + Math.min(width / 2, 10);
      if (middle < box.left || middle > box.right) continue;
      return { day: column.dataset.day!, minute: Math.round((top - box.top) / box.height * 1_440 / 5) * 5 };
    }
    return null;
  }, thing(id));
}

/** Drags a thing (or its lower edge) so that its beginning (or end) stands at another time. */
export async function drag(
  page: Page,
  id: string,
  options: {
    from: { day: string; minute: number };
    to: { day: string; minute: number; person?: string };
    edge?: boolean;
  },
): Promise<void> {
  await spot(page, { ...options.from });
  const box = (await page.locator(thing(id)).boundingBox())!;
  const grip = options.edge ? { x: box.x + box.width / 2, y: box.y + box.height - 3 } : { x: box.x + 14, y: box.y + 5 };
  const target = await page.evaluate(({ day, minute, person = "" }) => {
    const { left, top, width, height } = document.querySelector(`.cal-col[data-day="${day}"][data-person="${person}"]`)!
      .getBoundingClientRect();
    return { x: left + width / 2, y: top + height * minute / 1_440 };
  }, options.to);
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(grip.x + 6, grip.y + 6, { steps: 2 });
  await page.mouse.move(target.x, target.y + (options.edge ? 0 : 5), { steps: 5 });
  await page.mouse.up();
}
