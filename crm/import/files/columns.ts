/** How many columns a table has, and rows made to fit. Pure. */
import type { Row } from "@/crm/import/files/types.ts";

/** As many as there are titles; more when most rows go further (columns without a title). Empty ends do not count. */
export function commonWidth(titles: string[], rows: Row[]): number {
  const widths = rows.map(({ cells }) => cells.findLastIndex((cell) => cell !== "") + 1).sort((a, b) => a - b);
  const titled = titles.findLastIndex((title) => title !== "") + 1;
  if (titled === 0) return widths.at(-1) ?? 0;
  return Math.max(titled, widths[Math.floor(widths.length / 2)] ?? 0);
}

/**
 * Short rows are filled (Excel leaves empty ends out). `strict`: text beyond the last column is an error, because a
 * separator in an unquoted CSV cell has pushed everything after it into the wrong columns; in a sheet it is a note
 * beside the table.
 */
export function fitted(row: Row, width: number, options: { strict: boolean }): Row {
  const { cells } = row;
  if (row.error || cells.length === width) return row;
  if (cells.length < width) return { ...row, cells: [...cells, ...Array<string>(width - cells.length).fill("")] };
  const used = cells.findLastIndex((cell) => cell !== "") + 1;
  if (!options.strict || used <= width) return { ...row, cells: cells.slice(0, width) };
  return { ...row, error: { code: "import.error.too-many-cells", detail: { cells: used, columns: width } } };
}
