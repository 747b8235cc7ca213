/**
 * Walks the console in a real Chromium on the fixture: screenshots of every page (both languages, themes and widths),
 * overflow, errors in the page, and axe-core. Run by hand: `deno run -A --unstable-kv tests/ui/look.ts [out] [filter]`.
 */
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import type { Fixture } from "./fixture.ts";
import { withFixture } from "./fixture.ts";
import { excelCsv, leads, TITLES } from "./import_scene.ts";

export interface View {
  name: string;
  login: string;
  path: string;
  /** State of the desk before the page is opened. */
  desk?: string;
  act?(page: Page): Promise<void>;
}

export const VIEWS: View[] = [
  { name: "login", login: "", path: "/login" },
  { name: "desk-offline", login: "anna", path: "/desk", desk: "offline" },
  { name: "desk-ready", login: "anna", path: "/desk", desk: "ready" },
  { name: "desk-paused", login: "anna", path: "/desk", desk: "paused" },
  { name: "desk-ringing", login: "anna", path: "/desk", desk: "ringing" },
  { name: "desk-talking", login: "anna", path: "/desk", desk: "talking" },
  { name: "desk-wrap-up", login: "anna", path: "/desk", desk: "wrap-up" },
  { name: "desk-pause-menu", login: "anna", path: "/desk", desk: "ready", act: (page) => page.click("#pause-button") },
  { name: "wallboard", login: "olga", path: "/wallboard" },
  { name: "wall-screen", login: "olga", path: "/wallboard?wall=1" },
  { name: "thresholds", login: "olga", path: "/wallboard", act: (page) => page.click(".head-actions .btn.icon") },
  { name: "palette", login: "admin", path: "/calls", act: (page) => page.keyboard.press("Control+k") },
  { name: "shortcuts", login: "admin", path: "/calls", act: (page) => page.keyboard.press("Shift+Slash") },
  { name: "tasks", login: "olga", path: "/tasks" },
  { name: "tasks-all", login: "admin", path: "/tasks?who=all" },
  { name: "tasks-list", login: "admin", path: "/tasks/list" },
  {
    name: "task-dialog",
    login: "olga",
    path: "/tasks",
    act: async (page) => {
      await page.keyboard.press("Alt+n");
      await page.waitForSelector(".task-dialog[data-ready]");
    },
  },
  { name: "calls", login: "admin", path: "/calls" },
  { name: "calls-empty", login: "admin", path: "/calls?text=000000000" },
  { name: "call", login: "admin", path: "call" },
  { name: "contacts", login: "admin", path: "/contacts" },
  { name: "board", login: "admin", path: "/board" },
  { name: "deals", login: "admin", path: "/deals" },
  { name: "users", login: "admin", path: "/admin/users" },
  { name: "user-new", login: "admin", path: "/admin/users/new" },
  { name: "user", login: "admin", path: "user" },
  { name: "teams", login: "admin", path: "/admin/teams" },
  { name: "roles", login: "admin", path: "/admin/roles" },
  { name: "roles-fields", login: "admin", path: "/admin/roles?fields=leads" },
  { name: "fields", login: "admin", path: "/admin/fields" },
  {
    name: "field-edit",
    login: "admin",
    path: "/admin/fields",
    act: (page) => page.locator("td.actions button").last().click(),
  },
  {
    name: "palette-found",
    login: "admin",
    path: "/calls",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("вектор");
      await page.locator(".palette-item .badge, .palette-item small").first().waitFor();
    },
  },
  { name: "calendar-week", login: "admin", path: "/calendar?view=week" },
  { name: "calendar-month", login: "admin", path: "/calendar?view=month" },
  { name: "calendar-day", login: "anna", path: "/calendar?view=day" },
  { name: "calendar-agenda", login: "admin", path: "/calendar?view=agenda" },
  { name: "working-time", login: "admin", path: "/admin/working-time" },
  { name: "import", login: "admin", path: "/import" },
  {
    name: "import-columns",
    login: "admin",
    path: "/import",
    act: async (page) => {
      const file = excelCsv("look.csv", [TITLES, ...leads(5)]);
      await page.setInputFiles(".im-drop input[type=file]", file);
      await page.waitForSelector('.im[data-ready][data-step="columns"]');
    },
  },
  { name: "queues", login: "admin", path: "/admin/queues" },
  { name: "queue", login: "admin", path: "queue" },
  { name: "numbers", login: "admin", path: "/admin/numbers" },
  {
    name: "number-edit",
    login: "admin",
    path: "/admin/numbers",
    act: (page) => page.locator("td.actions button").first().click(),
  },
  { name: "dispositions", login: "admin", path: "/admin/dispositions" },
  { name: "pause-reasons", login: "admin", path: "/admin/pause-reasons" },
  { name: "skills", login: "admin", path: "/admin/skills" },
  { name: "audit", login: "admin", path: "/admin/audit" },
  { name: "settings", login: "admin", path: "/admin/settings" },
  { name: "profile", login: "admin", path: "/profile" },
  { name: "notifications", login: "anna", path: "/notifications" },
  { name: "notifications-settings", login: "anna", path: "/notifications?tab=settings" },
  { name: "mail", login: "admin", path: "/admin/mail" },
  { name: "missing", login: "admin", path: "/nothing-here" },
  { name: "forbidden", login: "anna", path: "/admin/users" },
];

export interface Finding {
  view: string;
  what: string;
}

export interface LookOptions {
  out: string | null;
  filter: RegExp;
  locales: ("ru" | "en")[];
  themes: ("light" | "dark")[];
  widths: number[];
}

/** Looks at all views; returns what is wrong with them. */
export async function look(fixture: Fixture, options: LookOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
  try {
    for (const locale of options.locales) {
      for (const theme of options.themes) {
        for (const login of ["", "anna", "olga", "admin"]) {
          const views = VIEWS.filter((view) => view.login === login && options.filter.test(view.name));
          if (views.length === 0) continue;
          const context = await browser.newContext({ colorScheme: theme, locale, reducedMotion: "reduce" });
          const page = await context.newPage();
          const problems: string[] = [];
          page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
          page.on("console", (message) => {
            const text = message.text();
            if (message.type() === "error" && !/status of 40[134]|\/sip/.test(text)) problems.push(`console: ${text}`);
          });
          if (login) await enter(page, fixture, { login, locale });
          for (const view of views) {
            for (const width of options.widths) {
              const name = `${view.name}-${locale}-${theme}-${width}`;
              problems.length = 0;
              await open(page, fixture, { view, width });
              findings.push(...(await inspect(page, name)), ...problems.map((what) => ({ view: name, what })));
              if (options.out) await page.screenshot({ path: `${options.out}/${name}.png`, fullPage: width < 600 });
            }
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
  return findings;
}

async function enter(page: Page, fixture: Fixture, who: { login: string; locale: string }): Promise<void> {
  await page.goto(`${fixture.url}/login?language=${who.locale}`);
  await page.fill("#login", who.login);
  await page.fill("#password", fixture.password);
  await page.click("button.primary");
  await page.waitForURL((url) => url.pathname !== "/login");
  await page.evaluate(async (locale) => {
    const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
    await fetch("/api/profile", {
      method: "PATCH",
      headers: { "content-type": "application/json", "x-csrf": csrf },
      body: JSON.stringify({ locale, theme: "auto" }),
    });
  }, who.locale);
}

async function open(page: Page, fixture: Fixture, target: { view: View; width: number }): Promise<void> {
  const { view, width } = target;
  await page.setViewportSize({ width, height: width < 600 ? 844 : 800 });
  if (view.desk) fixture.desk(view.login, view.desk);
  let path = view.path;
  if (!path.startsWith("/")) {
    const list = { call: "/calls?outcome=answered", user: "/admin/users", queue: "/admin/queues" }[path] ?? "/";
    await page.goto(fixture.url + list);
    path = await page.locator("tbody th a").first().getAttribute("href") ?? "/";
  }
  await page.goto(fixture.url + path, { waitUntil: "load" });
  await page.waitForTimeout(450);
  await view.act?.(page);
  if (view.act) await page.waitForTimeout(250);
}

async function inspect(page: Page, name: string): Promise<Finding[]> {
  const overflow = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1)
      .slice(0, 4).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
  });
  const keys = await page.evaluate(() => {
    const text = document.body.innerText;
    return text.match(
      /\b(shell|desk|softphone|wallboard|history|admin|auth|people|setup|acd|contacts|import|import_pages|records)\.[a-z][\w.-]+/g,
    ) ?? [];
  });
  await page.evaluate(axe.source);
  const result = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe;
    return (await axe.run({ resultTypes: ["violations"] })).violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .map((one) => `axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  });
  return [
    ...overflow.map((what) => ({ view: name, what: `overflow: ${what}` })),
    ...[...new Set(keys)].map((what) => ({ view: name, what: `key shown: ${what}` })),
    ...result.map((what) => ({ view: name, what })),
  ];
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
}

if (import.meta.main) {
  const [out = "", filter = ".", locales = "ru,en", themes = "light,dark", widths = "1280,390"] = Deno.args;
  if (out) await Deno.mkdir(out, { recursive: true });
  await withFixture(0, async (fixture) => {
    const findings = await look(fixture, {
      out: out || null,
      filter: new RegExp(filter),
      locales: locales.split(",") as "ru"[],
      themes: themes.split(",") as "light"[],
      widths: widths.split(",").map(Number),
    });
    for (const { view, what } of findings) console.log(`${view}: ${what}`);
    console.log(`${findings.length} findings`);
  });
  Deno.exit(0);
}
