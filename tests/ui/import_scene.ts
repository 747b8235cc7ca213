/** Files as other programs write them, and the way of a file through the pages. For tests and trials only. */
import type { Page } from "npm:playwright-core@1.65.1";
import axe from "npm:axe-core@4.14.1";
import { writeXlsx } from "@/crm/import/files/mod.ts";

/** What Playwright takes in place of a file on disk. */
export interface GivenFile {
  name: string;
  mimeType: string;
  // deno-lint-ignore no-node-globals
  buffer: Buffer;
}

/** Windows-1251, semicolons, CRLF: as a Russian Excel saves «CSV (разделители — запятые)». */
export function excelCsv(name: string, rows: readonly (readonly string[])[]): GivenFile {
  const text = rows.map((row) => row.map((cell) => /[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .map((row) => row.join(";")).join("\r\n");
  return given(name, Uint8Array.from(text, (letter) => BYTES.get(letter) ?? 63), "text/csv");
}

const decoder = new TextDecoder("windows-1251");
const BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));

/** A workbook; the first row holds the titles. */
export async function workbook(name: string, [titles, ...rows]: readonly (readonly string[])[]): Promise<GivenFile> {
  const columns = titles.map((title) => ({ title }));
  const stream = writeXlsx(columns, [rows.map((row) => [...row])], { sheet: "Лист1" });
  return given(name, new Uint8Array(await new Response(stream).arrayBuffer()), "application/octet-stream");
}

export function given(name: string, bytes: Uint8Array | string, mimeType = "application/octet-stream"): GivenFile {
  return { name, mimeType, buffer: Buffer.from(bytes as Uint8Array) };
}

/** Leads with different names, phones and addresses. */
export function leads(count: number, from = 0): string[][] {
  return Array.from({ length: count }, (_, n) => [
    `Клиентов Пётр ${from + n}`,
    `8 916 ${String(1_000_000 + from + n).replace(/(\d{3})(\d\d)(\d\d)$/, "$1-$2-$3")}`,
    `client${from + n}@example.com`,
    ["Москва", "Казань", "Пермь"][n % 3],
    `0${1 + n % 9}.03.2024 10:15`,
  ]);
}

export const TITLES = ["ФИО", "Телефон", "Email", "Город", "Дата создания"];

export const state = (page: Page, name: string, timeout = 60_000) =>
  page.waitForSelector(`.im[data-state-of="${name}"]`, { timeout });

/** From the door of imports to the columns of the file. */
export async function sendFile(
  page: Page,
  url: string,
  file: { kind: string; file: GivenFile | string },
): Promise<void> {
  await page.goto(`${url}/import?kind=${file.kind}`);
  await page.waitForSelector(".im[data-ready]");
  await page.setInputFiles(".im-drop input[type=file]", file.file);
  await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
  await page.waitForSelector('.im[data-ready][data-step="columns"]');
}

/** A number that is shown of a count, as digits. */
export async function count(page: Page, key: string): Promise<number> {
  return Number((await page.innerText(`.im-counts [data-count="${key}"] dd`)).replaceAll(/\D/g, ""));
}

/** What axe finds serious, and what sticks out of the page. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    interface Found {
      violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
    }
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<Found> } }).axe;
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...(wide > 0 ? [`sticks out by ${wide} px`] : []),
      ...violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join(" | ")}`
      ),
    ];
  });
}
