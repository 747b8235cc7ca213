/** The door of imports: files of records, from the upload to the undo. Files themselves: crm/import/files/mod.ts. */
export * from "@/crm/import/schemas.ts";
export { IMPORT_JOB, Imports } from "@/crm/import/imports.ts";
export { KeptFiles } from "@/crm/import/kept_files.ts";
export { type ImportPreset, listPresets, removePreset, savePreset } from "@/crm/import/presets.ts";
export { importProducts, type ProductsImported } from "@/crm/import/products.ts";
export { type ErrorLine, failedRows, listErrors, listKept } from "@/crm/import/report.ts";
export { IMPORTS_CHANNEL } from "@/crm/import/run/tell.ts";
export { atWork, type Work, work } from "@/crm/import/run/work.ts";
export { FILE_DAYS, purgeImportFiles } from "@/crm/import/upkeep.ts";
export type { ImportDetail, ImportLine } from "@/crm/import/view.ts";
