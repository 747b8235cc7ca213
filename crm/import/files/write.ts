/** Writers of exports, both with the same hands: columns, batches of rows, options; bytes come as a stream. */
export { type Cell, type CellRows, type Column, type DateCell, wallClock } from "@/crm/import/files/cells.ts";
export { writeCsv, type WriteCsvOptions } from "@/crm/import/files/write_csv.ts";
export { writeXlsx, type WriteXlsxOptions } from "@/crm/import/files/write_xlsx.ts";
