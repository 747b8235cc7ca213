/** Files for tests: bytes as an upload, and archives made part by part. */
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { type OpenOptions, openTable, type Table } from "@/crm/import/files/mod.ts";
import type { TableFile } from "@/crm/import/files/types.ts";
import { unwrap } from "@/crm/result.ts";

/** An upload of these bytes that comes in pieces. */
export function fileOf(bytes: Uint8Array | string, options: { piece?: number; size?: number } = {}): TableFile {
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const { piece = 1000, size = content.length } = options;
  const stream = () => {
    let at = 0;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= content.length) return controller.close();
        controller.enqueue(content.slice(at, at += piece));
      },
    }, { highWaterMark: 0 });
  };
  return { name: "file", size, stream };
}

export async function bytesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function open(bytes: Uint8Array | string, options?: OpenOptions): Promise<Table> {
  return unwrap(await openTable(fileOf(bytes), options));
}

/** All rows' cells, header not among them. */
export async function cellsOf(table: Table): Promise<string[][]> {
  const cells: string[][] = [];
  for await (const { rows } of table.rows()) cells.push(...rows.map((row) => row.cells));
  return cells;
}

/** An archive of these parts. */
export async function archive(
  parts: Record<string, string | Uint8Array>,
  options: { level?: number; password?: string } = {},
): Promise<Uint8Array> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [name, content] of Object.entries(parts)) {
    await zip.add(name, typeof content === "string" ? new TextReader(content) : new Uint8ArrayReader(content));
  }
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

const relations = (items: string) => `<Relationships>${items}</Relationships>`;

/** The least an .xlsx has, around the XML of a sheet's data. */
export function bookParts(sheetData: string, more: { styles?: string; strings?: string; book?: string } = {}) {
  return {
    "_rels/.rels": relations(`<Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/>`),
    "xl/workbook.xml": `<workbook xmlns:r="r">${more.book ?? ""}<sheets><sheet name="A" r:id="s"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      `<Relationship Id="s" Type="x/worksheet" Target="/xl/a.xml"/>` +
        `<Relationship Id="t" Type="x/styles" Target="styles.xml"/>` +
        `<Relationship Id="u" Type="x/sharedStrings" Target="strings.xml"/>`,
    ),
    "xl/a.xml": `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...(more.styles === undefined ? {} : { "xl/styles.xml": more.styles }),
    ...(more.strings === undefined ? {} : { "xl/strings.xml": more.strings }),
  };
}
