/** Moves on a board in two real browsers: until the frame that shows the card here, and until the one that shows it there. */
import { launchBrowser, type Page } from "../../tests/e2e/browser.ts";
import { card, cardIn, column, drag, openBoard } from "../../tests/ui/board_scene.ts";
import { percentile, round } from "../records/figures.ts";
import type { Pipeline } from "./generate.ts";
import type { SalesSite } from "./site.ts";

export async function moves(site: SalesSite, board: Pipeline, count: number): Promise<Record<string, number>> {
  const browser = await launchBrowser();
  try {
    const open = async (token: string): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
      await context.addCookies([{ name: "kommutator", value: token, url: site.product.url }]);
      const page = await context.newPage();
      await openBoard(page, `${site.product.url}/board/${board.id}`);
      return page;
    };
    const here = await open(site.administrator.token);
    const there = await open(site.administrator.token);
    const [, from, to] = board.stages;
    const painted: number[] = [], arrived: number[] = [];
    for (let n = -3; n < count; n++) {
      const source = n % 2 === 0 ? from : to, target = n % 2 === 0 ? to : from;
      const id = await here.evaluate(
        (list) => document.querySelector<HTMLElement>(`${list} .bd-card`)!.dataset.id!,
        column(source),
      );
      await here.waitForSelector(`${card(id)}:not([data-pending])`);
      const wanted = cardIn(target, id);
      await Promise.all([watch(here, wanted), watch(there, wanted)]);
      await drag(here, id, { stage: target, gap: 0 });
      const dropped = await here.evaluate(() => (globalThis as unknown as Watched).dropped);
      const shown = await here.evaluate(() => (globalThis as unknown as Watched).shown);
      const seen = await there.evaluate(() => (globalThis as unknown as Watched).shown);
      if (n < 0) continue;
      painted.push(shown - dropped);
      arrived.push(seen - dropped);
    }
    return {
      move_paint_ms: round(percentile(painted, 0.95)),
      move_paint_p50_ms: round(percentile(painted, 0.5)),
      converge_ms: round(percentile(arrived, 0.95)),
      converge_p50_ms: round(percentile(arrived, 0.5)),
    };
  } finally {
    await browser.close();
  }
}

interface Watched {
  /** Times of the machine's one clock. */
  dropped: Promise<number>;
  shown: Promise<number>;
}

/** Waits in the page for the next drop and for the frame after the card is where it is wanted. */
async function watch(page: Page, wanted: string): Promise<void> {
  await page.evaluate((wanted) => {
    const now = () => performance.timeOrigin + performance.now();
    const dropped = new Promise<number>((done) =>
      addEventListener("pointerup", () => done(now()), { once: true, capture: true })
    );
    const shown = new Promise<number>((done) => {
      const look = () => {
        if (document.querySelector(wanted)) requestAnimationFrame(() => done(now()));
        else requestAnimationFrame(look);
      };
      look();
    });
    Object.assign(globalThis, { dropped, shown });
  }, wanted);
}
