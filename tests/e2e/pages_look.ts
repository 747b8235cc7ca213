/** What is wrong with a page as it is shown: overflow, keys instead of words, findings of axe. */
import axe from "npm:axe-core@4.14.1";
import type { Page } from "./browser.ts";

/** Rooms of the message catalogues: `desk.something` on a page is a message that is missing. */
const KEYS = String
  .raw`\b(acd|admin|agent|auth|calls|contacts|desk|history|people|queue|setup|shell|softphone|store|switchboard|wallboard|webhooks)\.[a-z][\w-]*(\.[\w-]+)*\b`;

export async function faults(page: Page, options: { axe: boolean }): Promise<string[]> {
  const found = await page.evaluate((keys) => {
    const out: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) {
      const wide = [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-wrap"));
      const names = wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
      out.push(`overflow: ${document.documentElement.scrollWidth} > ${innerWidth}: ${names.join(", ")}`);
    }
    for (const [key] of document.body.innerText.matchAll(new RegExp(keys, "g"))) out.push(`key shown: ${key}`);
    return out;
  }, KEYS);
  return options.axe ? [...found, ...await axeFaults(page)] : found;
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
}

async function axeFaults(page: Page): Promise<string[]> {
  // Through the debugger, not as a script of the page: the page's policy forbids foreign scripts.
  await page.evaluate(`window.axe || ${axe.source}`);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } };
    return (await axe.run({ resultTypes: ["violations"] })).violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join(" | ")}`);
  });
}
