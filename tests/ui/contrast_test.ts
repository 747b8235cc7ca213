/** The tokens' pairs against WCAG 2.2 AA, in both themes. */
import assert from "node:assert/strict";

const source = await Deno.readTextFile(new URL("../../styles/tokens.css", import.meta.url));
const tokens = new Map(
  [...source.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\)/g)].map(([, name, light, dark]) => [
    name,
    [light, dark],
  ]),
);

function luminance(hex: string): number {
  const full = hex.length === 4 ? `#${[...hex.slice(1)].map((c) => c + c).join("")}` : hex;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function check(ink: string, ground: string, least: number): void {
  const [inks, grounds] = [tokens.get(ink), tokens.get(ground)];
  assert.ok(inks && grounds, `${ink} on ${ground}: unknown token`);
  for (const theme of [0, 1]) {
    const found = contrast(inks[theme], grounds[theme]);
    assert.ok(found >= least, `${ink} on ${ground}, ${theme ? "dark" : "light"}: ${found.toFixed(2)} < ${least}`);
  }
}

/** States, and the colours of stages that are none of theirs. */
const STATES = ["ready", "ringing", "talking", "hold", "wrap-up", "paused", "offline", "red", "teal"];

Deno.test("people with weak sight can read every text of the console in both themes", () => {
  for (const ground of ["canvas", "surface", "raised", "sunken", "hover"]) {
    for (const ink of ["ink", "ink-2", "ink-3", "accent-ink", "danger-ink"]) check(ink, ground, 4.5);
  }
  for (const pair of ["accent", "danger"]) check(`on-${pair}`, pair, 4.5);
  for (const tone of ["accent", "danger", "warn", "good", ...STATES]) check(`${tone}-ink`, `${tone}-soft`, 4.5);
  for (const state of STATES) check(`${state}-ink`, "surface", 4.5);
});

Deno.test("borders of fields and marks of states are seen by people with weak sight", () => {
  for (const state of STATES) check(state, "surface", 3);
  for (const ground of ["surface", "canvas"]) check("line-strong", ground, 3);
});
