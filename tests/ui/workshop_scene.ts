/** A browser at the workshop's door, and files of calls as other systems export them. For tests and trials only. */
import assert from "node:assert/strict";
import type { Page } from "npm:playwright-core@1.65.1";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { given, type GivenFile } from "./import_scene.ts";
import type { Scene } from "./lists_scene.ts";

export interface DoorOptions {
  login?: string;
  theme?: "light" | "dark";
  width?: number;
  locale?: "ru" | "en";
  /** Errors that the page may tell in its console: answers that a test spoils. */
  spoilt?: boolean;
}

export async function atDoor(scene: Scene, options: DoorOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const { fixture, browser } = scene;
  const { login = "rita", theme = "light", width = 1280, locale = "ru", spoilt = false } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 860 },
  });
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (said) => said.type() === "error" && !spoilt && errors.push(said.text()));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.evaluate(async (locale) => {
      const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
      const headers = { "content-type": "application/json", "x-csrf": csrf };
      await fetch("/api/profile", { method: "PATCH", headers, body: JSON.stringify({ locale, theme: "auto" }) });
    }, locale);
    await use(page);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

/** Counts presses on this page and on those that follow it. */
export async function countPresses(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    addEventListener(
      "click",
      () => sessionStorage.setItem("presses", `${Number(sessionStorage.getItem("presses") ?? 0) + 1}`),
      true,
    );
  });
  await page.reload();
  await page.evaluate(() => sessionStorage.removeItem("presses"));
  return async () => Number(await page.evaluate(() => sessionStorage.getItem("presses")) ?? 0);
}

export const openList = async (page: Page, url: string) => {
  await page.goto(`${url}/forecasting`);
  await page.waitForSelector("[data-ready]");
};

export const openNew = async (page: Page, url: string, query = "") => {
  await page.goto(`${url}/forecasting/models/new${query}`);
  await page.waitForSelector(".ws-new[data-ready]");
};

/** Until the training has ended, whatever came of it. */
export const ended = (page: Page) => page.waitForSelector(".ws-result, .ws-refused", { timeout: 120_000 });

/** Calls by half an hour with weekdays and hours in them. `calls` of a row may be spoilt. */
export function callsCsv(
  name: string,
  { days, from = "2026-01-05", spoil = (calls) => calls }: {
    days: number;
    from?: string;
    spoil?(calls: number, n: number): number | string;
  },
): GivenFile {
  const rows: string[] = [];
  for (let n = 0; n < days; n++) {
    const day = addDays(from, n);
    if (weekdayOf(day) > 4) continue;
    for (let minute = 540; minute < 1_080; minute += 30) {
      const shape = 40 + 25 * Math.sin(((minute - 540) / 540) * Math.PI) - 4 * weekdayOf(day);
      const calls = Math.round(shape + ((n * 7 + minute) % 11) - 5);
      const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
      rows.push(`${day} ${time};${spoil(calls, rows.length)}`);
    }
  }
  return given(name, ["datetime;calls", ...rows].join("\n"), "text/csv");
}

/** Takes a file of calls in and goes on with it. */
export async function withFile(page: Page, file: GivenFile): Promise<void> {
  await page.click('[data-more="file"] > summary');
  await page.setInputFiles(".ws-more input[type=file]", file);
  await page.click(".ws-more-body > div > .btn.primary");
  await page.waitForSelector('.ws-new[data-step="look"]');
}
