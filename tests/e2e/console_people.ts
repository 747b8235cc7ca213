/** People at their browsers: an agent with a microphone that plays its tone, a supervisor at the wallboard. */
import assert from "node:assert/strict";
import { type Browser, type BrowserContext, launchBrowser, type Page } from "./browser.ts";
import { beepsWav, remember, severable } from "./console_audio.ts";
import { PASSWORD, type Person, type QueueKey, type World } from "./console_fixture.ts";
import { eventually, type Suite } from "./harness.ts";

/** A Chromium of its own: the tone of the microphone is a flag of the whole browser. */
export async function openBrowser(t: Suite, world: World, tone: number): Promise<Browser> {
  const file = `${world.dir}/tone-${tone}.wav`;
  await Deno.writeFile(file, beepsWav(tone));
  const browser = await launchBrowser({
    args: [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${file}`,
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
  let wanted = true;
  browser.on("disconnected", () => wanted && t.fact(`the browser with the tone of ${tone} Hz died by itself`));
  t.cleanUp(() => {
    wanted = false;
    return browser.close();
  });
  return browser;
}

/** A page of somebody who has logged in, with what went wrong in it. */
export class Desk {
  readonly problems: string[] = [];

  private constructor(readonly page: Page, readonly context: BrowserContext, readonly who: Person) {}

  static async open(browser: Browser, world: World, options: { who: Person; path: string }): Promise<Desk> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["microphone"],
      reducedMotion: "reduce",
      locale: "ru",
    });
    await context.addInitScript(remember);
    await context.addInitScript(severable);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("crash", () => desk.problems.push("the page crashed"));
    const desk = new Desk(page, context, options.who);
    page.on("pageerror", (error) => desk.problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && desk.problems.push(message.text()));
    await page.goto(`${world.product.url}/login?to=${encodeURIComponent(options.path)}`);
    await page.fill("#login", options.who);
    await page.fill("#password", PASSWORD);
    await page.click("#log-in button.primary");
    await page.waitForURL((url) => url.pathname === options.path);
    await page.waitForSelector("html[data-islands=ready]");
    return desk;
  }

  /** What the agent's card, keys and bar say, read at once. */
  look(): Promise<{ state: string; call: string; number: string; clock: string; focus: string; phone: string }> {
    return this.page.evaluate(() => {
      const text = (selector: string) => document.querySelector<HTMLElement>(selector)?.innerText ?? "";
      return {
        state: document.querySelector<HTMLElement>(".state-bar")?.dataset.state ?? "",
        call: document.querySelector<HTMLElement>(".call-strip")?.dataset.state ?? "",
        number: (text(".call-name") + text(".call-meta .nowrap")).replace(/\D/g, ""),
        clock: text(".call-clock b"),
        focus: document.activeElement?.id || document.activeElement?.tagName || "",
        phone: text(".phone-line"),
      };
    });
  }

  /** Waits until the call in hand is in this state; "" for none. */
  async call(state: "" | "ringing" | "talking" | "hold" | "wrap-up", timeoutMs = 10_000): Promise<void> {
    try {
      await eventually(`${this.who}'s call ${state || "gone"}`, async () => (await this.look()).call === state, {
        timeoutMs,
      });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}; shown: ${JSON.stringify(await this.look())}`);
    }
  }

  async state(state: string, timeoutMs = 10_000): Promise<void> {
    try {
      await eventually(`${this.who} ${state}`, async () => (await this.look()).state === state, { timeoutMs });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}; shown: ${JSON.stringify(await this.look())}`);
    }
  }

  /** The browser phone is registered and every key of a call in progress can be pressed. */
  async phoneUp(timeoutMs = 20_000): Promise<void> {
    await this.page.waitForSelector('.call-key:not([disabled])[aria-keyshortcuts^="M "]', { timeout: timeoutMs });
  }

  /** Goes on the line; ready for calls afterwards. */
  async goOnLine(): Promise<void> {
    await this.page.click(".waiting-room .btn.primary");
    await this.state("ready", 20_000);
  }

  async press(key: string): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.page.keyboard.press(key);
  }

  /** Answers with the key. */
  async answer(timeoutMs = 10_000): Promise<void> {
    await this.call("ringing", timeoutMs);
    await this.page.waitForSelector(".call-key.answer:not([disabled])", { timeout: timeoutMs });
    await this.press("a");
    await this.call("talking");
    await this.phoneUp();
  }

  /** Breaks the console's or the phone's link, and keeps it broken until told otherwise. */
  async cut(link: "/live" | "/sip", cut: boolean): Promise<void> {
    await this.page.evaluate(([link, cut]) => {
      (globalThis as unknown as { sever(link: string, cut: boolean): void }).sever(link, cut);
    }, [link, cut] as const);
  }

  /** Ends the wrap-up; the next call may ring in the same moment. */
  async finish(): Promise<void> {
    await this.call("wrap-up");
    await this.press("f");
    await eventually(`${this.who}'s wrap-up over`, async () => (await this.look()).call !== "wrap-up");
  }

  async post(path: string, body: unknown = {}): Promise<void> {
    const status = await this.page.evaluate(async ([path, body]) => {
      const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf": csrf },
        body,
      });
      return `${response.status} ${response.ok ? "" : await response.text()}`;
    }, [path, JSON.stringify(body)] as const);
    assert.match(status, /^20/, `${path}: ${status}`);
  }
}

/** Reads the supervisor's wallboard as it is shown. */
export class Board {
  constructor(readonly desk: Desk, readonly world: World) {}

  async agent(who: Person, state: string, timeoutMs = 5_000): Promise<void> {
    await this.desk.page.waitForSelector(
      `.agent-tile[data-agent="${this.world.people[who]}"][data-state="${state}"]`,
      { timeout: timeoutMs },
    );
  }

  async waiting(queue: QueueKey, count: number, timeoutMs = 5_000): Promise<void> {
    const cell = this.desk.page.locator(`tr[data-queue="${this.world.queues[queue]}"] td .big`).first();
    await eventually(`${count} waiting on the wallboard`, async () => Number(await cell.innerText()) === count, {
      timeoutMs,
    });
  }

  async abandoned(queue: QueueKey): Promise<number> {
    const cells = this.desk.page.locator(`tr[data-queue="${this.world.queues[queue]}"] td`);
    return Number(await cells.nth(3).locator(".cell-tone").innerText());
  }

  /** The line under the title: how telephony is. */
  site(): Promise<string> {
    return this.desk.page.locator(".page-head p").innerText();
  }
}
