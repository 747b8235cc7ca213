/** The door of sales reports. */
export { dimensionsOf } from "@/crm/reports/dimensions.ts";
export { REST, salesReport } from "@/crm/reports/sales.ts";
export { salesFilterSchema } from "@/crm/reports/schemas.ts";
export { type FileTable, type Table, tableOf, TABLES } from "@/crm/reports/tables.ts";
export type {
  Dimension,
  Group,
  MonthRow,
  ProductRow,
  SalesFilter,
  SalesReport,
  SalesTotals,
  StageRow,
  Sum,
} from "@/crm/reports/types.ts";
