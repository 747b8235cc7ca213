/** A pipeline of the test's own with deals in it, and a browser at its board. For tests and trials only. */
import { sql } from "kysely";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "npm:playwright-core@1.65.1";
import { newId } from "@/crm/ids.ts";
import { createRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { Fixture } from "./fixture.ts";

export interface Scene {
  fixture: Fixture;
  browser: Browser;
}

export interface Trial {
  pipeline: string;
  /** Three open ones, won, lost. */
  stages: string[];
  /** By name; the first given stands on top. */
  deals: Record<string, string>;
}

const STAGES = [
  ["Первый", "blue", 10, "open"],
  ["Второй", "teal", 50, "open"],
  ["Третий", "orange", 80, "open"],
  ["Победа", "green", 100, "won"],
  ["Потеря", "slate", 0, "lost"],
] as const;

/** A pipeline with deals of these names in its first stage. */
export async function trial(
  store: Store,
  names: readonly string[] = [],
  values: Record<string, unknown> = {},
): Promise<Trial> {
  const pipeline = newId();
  await store.db.insertInto("pipelines").values({ id: pipeline, name: `Проба ${pipeline.slice(-4)}`, position: 99 })
    .execute();
  const stages = STAGES.map(() => newId());
  await store.db.insertInto("stages").values(STAGES.map(([name, colour, probability, type], position) => ({
    id: stages[position],
    pipeline_id: pipeline,
    name,
    colour,
    probability,
    type,
    rotten_days: type === "open" ? 5 : null,
    wip_limit: null,
    position,
  }))).execute();
  const deals: Record<string, string> = {};
  for (const name of [...names].reverse()) {
    const given = { name, stage: stages[0], amount: { minor: 100_000, currency: "RUB" }, ...values };
    deals[name] = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: given })).id;
  }
  return { pipeline, stages, deals };
}

/** Deals without their verbs. */
export async function manyDeals(store: Store, stage: string, count: number): Promise<void> {
  // In steps: a statement has five seconds, however busy the machine is.
  for (let from = 1; from <= count; from += 1_000) {
    await sql`insert into deals (id, name, pipeline_id, stage_id, amount, probability, company, rank, stage_since)
      select gen_random_uuid(), 'Сделка ' || lpad(n::text, 5, '0'), s.pipeline_id, s.id,
        jsonb_build_object('minor', n * 100, 'currency', 'RUB'), 10, 'Компания ' || n % 97, n,
        now() - n * interval '1 minute'
      from stages s, generate_series(${from}::int, ${Math.min(count, from + 999)}::int) n
      where s.id = ${stage}::uuid`.execute(store.db);
  }
}

export interface OpenOptions {
  login?: string;
  path: string;
  context?: BrowserContextOptions;
  /** Before the board is opened. */
  prepare?(page: Page, context: BrowserContext): Promise<void>;
}

export async function withBoard(
  { fixture, browser }: Scene,
  options: OpenOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { login = "admin", path, prepare } = options;
  const context = await browser.newContext({
    colorScheme: "light",
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 860 },
    ...options.context,
  });
  try {
    const page = await context.newPage();
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await prepare?.(page, context);
    await openBoard(page, fixture.url + path);
    await use(page, context);
  } finally {
    await context.close();
  }
}

/** Opened, live, and ready to be dragged. */
export async function openBoard(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector('.bd[data-link="live"]');
  await page.waitForSelector('html[data-board="ready"]');
}

export const card = (id: string) => `.bd-card[data-id="${id}"]`;
export const column = (stage: string) => `.bd-column[data-stage="${stage}"]`;
export const cardIn = (stage: string, id: string) => `${column(stage)} ${card(id)}`;

/** Names of a column's cards from its top. */
export function order(page: Page, stage: string): Promise<string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll<HTMLElement>(`${selector} .bd-cards > div`)]
        .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
        .map((one) => one.querySelector(".bd-name")!.textContent!),
    column(stage),
  );
}

/** Drags a card by mouse to a place of a column: the middle of the gap above the n-th card. */
export async function drag(page: Page, id: string, to: { stage: string; gap: number }): Promise<void> {
  const from = (await page.locator(card(id)).boundingBox())!;
  const list = (await page.locator(`${column(to.stage)} .bd-cards`).boundingBox())!;
  await page.mouse.move(from.x + 60, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(from.x + 70, from.y + 66, { steps: 3 });
  await page.waitForSelector(".bd-ghost");
  await page.mouse.move(list.x + 90, Math.min(list.y + to.gap * 126 + 4, 840), { steps: 8 });
  await page.waitForSelector(`${column(to.stage)} .bd-gap`);
  await page.mouse.up();
}
