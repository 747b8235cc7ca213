/** An uploaded file read into what is kept of it, and back. Lets others run every few thousand rows. */
import { openTable } from "@/crm/import/files/mod.ts";
import type { Result } from "@/crm/result.ts";
import type { FilledRow } from "@/ml/datasets/grid.ts";
import type { QualityFinding, UploadKind } from "@/ml/datasets/types.ts";
import { twoValued } from "@/ml/datasets/uploads/columns.ts";
import { readCalls } from "@/ml/datasets/uploads/read_calls.ts";
import type { Table } from "@/ml/scores/table.ts";

export interface ReadFile {
  content: Uint8Array;
  rows: number;
  from: string | null;
  to: string | null;
  step: number | null;
  calls: number | null;
  columns: string[];
  outcomes: string[];
  findings: QualityFinding[];
}

const BATCH = 1_000;
const MOST_ROWS = 1_100_000;

/** @param options.timeZone the company's: times with an offset are told by it */
export async function readUpload(
  file: Uint8Array,
  options: { kind: UploadKind; name: string; timeZone: string },
): Promise<Result<ReadFile>> {
  const source = { name: options.name, size: file.length, stream: () => new Blob([file as BlobPart]).stream() };
  const opened = await openTable(source);
  if (!opened.ok) return opened;
  const table = opened.value;
  const cells: string[][] = [];
  let broken = 0;
  for await (const { rows } of table.rows({ batch: BATCH })) {
    for (const row of rows) row.error ? broken++ : cells.push(row.cells);
    if (cells.length > MOST_ROWS) {
      return { ok: false, code: "datasets.error.too-many-rows", detail: { most: MOST_ROWS } };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const findings: QualityFinding[] = broken > 0 ? [{ code: "broken-rows", count: broken, examples: [] }] : [];
  if (options.kind === "records") return await records(table.header, cells, findings);
  const read = readCalls(table.header, cells, options);
  if (!read.ok) return read;
  const { rows, step } = read.value;
  const days = rows.map(({ at }) => at.slice(0, 10));
  const text = new Blob(rows.map(({ at, calls }) => `${at},${calls}\n`));
  return {
    ok: true,
    value: {
      content: await gzip(text),
      rows: rows.length,
      from: days.reduce((a, b) => a < b ? a : b),
      to: days.reduce((a, b) => a > b ? a : b),
      step,
      calls: rows.reduce((sum, { calls }) => sum + (Number.isFinite(calls) ? calls : 0), 0),
      columns: table.header,
      outcomes: [],
      findings: [...findings, ...read.value.findings],
    },
  };
}

async function records(
  header: string[],
  cells: string[][],
  findings: QualityFinding[],
): Promise<Result<ReadFile>> {
  if (cells.length === 0) return { ok: false, code: "datasets.error.no-rows" };
  const columns = header.map((title, n) => title === "" ? `#${n + 1}` : title);
  const text = new Blob([JSON.stringify({ columns, rows: cells })]);
  return {
    ok: true,
    value: {
      content: await gzip(text),
      rows: cells.length,
      from: null,
      to: null,
      step: null,
      calls: null,
      columns,
      outcomes: twoValued(columns, cells),
      findings,
    },
  };
}

export async function unpackCalls(content: Uint8Array): Promise<FilledRow[]> {
  const rows: FilledRow[] = [];
  const text = await gunzip(content);
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    rows.push({ at: text.slice(from, from + 16), calls: Number(text.slice(from + 17, end)) });
    from = end + 1;
    if (rows.length % 50_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

export async function unpackTable(content: Uint8Array): Promise<Table> {
  const { columns, rows } = JSON.parse(await gunzip(content)) as { columns: string[]; rows: string[][] };
  return { columns, rows };
}

async function gzip(text: Blob): Promise<Uint8Array> {
  return new Uint8Array(await new Response(text.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
}

async function gunzip(content: Uint8Array): Promise<string> {
  const stream = new Blob([content as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}
