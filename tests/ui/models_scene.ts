/** Months of calls, a model that the product itself trains on them, and a browser at its page. For tests and trials only. */
import assert from "node:assert/strict";
import type { Browser, Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { seedDemoPast } from "@/crm/demo/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { receiveUpload } from "@/ml/datasets/mod.ts";
import { createModel, createModelSchema, getModel, startTraining } from "@/ml/registry/mod.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import type { Fixture } from "./fixture.ts";
import { as } from "./lists_scene.ts";

/** Twelve weeks of the demo's calls, and a model of one queue that nobody has trained yet. */
export async function modelScene(
  fixture: Fixture,
  options: { weeks?: number; settings?: Partial<VolumeSettings> } = {},
): Promise<{ model: ModelRow }> {
  const { store, queues } = fixture;
  await seedDemoPast(store, { weeks: options.weeks ?? 12 });
  const queue = queues.find(({ name }) => name === "Поддержка") ?? queues[0];
  return {
    model: await made(fixture, {
      kind: "volume",
      name: `Звонки: ${queue.name}`,
      dataset: { from: "calls", queue: queue.id, step: 30 },
      settings: { weeks: 3, ...options.settings },
      schedule: "daily",
    }),
  };
}

/** A score of records in a file, where a call within an hour helps and a column is filled in only after the outcome. */
export async function scoreScene(fixture: Fixture): Promise<{ model: ModelRow }> {
  const random = seeded(5);
  const lines = Array.from({ length: 900 }, () => {
    const [fast, city, visits] = [
      random() < 0.4,
      ["Москва", "Казань"][Math.floor(random() * 2)],
      Math.floor(random() * 9),
    ];
    const won = random() < 1 / (1 + Math.exp(2.2 - (fast ? 2 : 0) - visits * 0.25));
    return [fast ? "да" : "нет", city, visits, won ? "подписан" : "", won ? 1 : 0].join(",");
  });
  const csv = ["Звонок в первый час,Город,Визиты на сайт,Договор,Успех", ...lines].join("\n");
  const upload = unwrap(
    await receiveUpload(fixture.store, as(fixture, "admin"), {
      kind: "records",
      name: "лиды.csv",
      body: new Blob([csv]).stream(),
    }),
  );
  return {
    model: await made(fixture, {
      kind: "score",
      name: "Оценка из файла",
      dataset: { from: "outcome-upload", upload: upload.id, target: "Успех" },
    }),
  };
}

const made = async (fixture: Fixture, input: unknown) =>
  unwrap(await createModel(fixture.store, as(fixture, "admin"), createModelSchema.parse(input)));

/** The model as the server knows it now. */
export async function modelNow(fixture: Fixture, id: string): Promise<ModelRow> {
  return unwrap(await getModel(fixture.store, as(fixture, "admin"), { id }));
}

/** Trained by the product, apart from any page. */
export async function trainedNow(fixture: Fixture, id: string): Promise<ModelRow> {
  unwrap(await startTraining(fixture.store, as(fixture, "rita"), { id, jobs: await openJobs(fixture.store) }));
  return await until("the training ends", async () => {
    const model = await modelNow(fixture, id);
    return model.run && !["queued", "running"].includes(model.run.state) ? model : null;
  });
}

/** Until it is so: the product does it by itself. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let n = 0; n < 900; n++) {
    const found = await ask();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`never: ${what}`);
}

export interface Open {
  path: string;
  login?: string;
  theme?: "light" | "dark";
  width?: number;
  locale?: "ru" | "en";
}

/** A browser of one person at a model's page, which must not fail in any script. */
export async function withModelPage(
  fixture: Fixture,
  browser: Browser,
  options: Open & { use(page: Page): Promise<void> },
): Promise<void> {
  const { path, login = "rita", theme = "light", width = 1280, locale = "ru", use } = options;
  await fixture.store.db.updateTable("users").set({ locale }).where("login", "=", login).execute();
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: width < 600 ? 844 : 900 },
  });
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${fixture.url}/login`);
    await page.fill("#login", login);
    await page.fill("#password", fixture.password);
    await page.click("button.primary");
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.goto(fixture.url + path);
    await page.waitForSelector(".mp[data-ready]");
    await use(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    await fixture.store.db.updateTable("users").set({ locale: "ru" }).where("login", "=", login).execute();
  }
}

/** What keeps people with assistive technology, small screens or the other language out. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any
    const { violations } = await (globalThis as any).axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa"],
    });
    // deno-lint-ignore no-explicit-any
    return violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.html).slice(0, 3)}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const text = await page.locator("main").innerText();
  return [
    ...found,
    ...(wide > 0 ? [`${wide} px too wide`] : []),
    ...(text.match(/\b(models|workshop|datasets|scores|training|shell)\.[a-z][\w.-]+/g) ?? []),
    ...(text.match(/\b(NaN|undefined|Infinity)\b/g) ?? []),
  ];
}
