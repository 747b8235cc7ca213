/** The door of deals, beside what every record has: leads become deals, and how deals came through their stages. */
export * from "@/crm/deals/schemas.ts";
export { linesTotal, lineTotal } from "@/crm/deals/amount.ts";
export { type Converted, convertLead } from "@/crm/deals/convert.ts";
export { stageLog, type StageStep } from "@/crm/deals/stage_log.ts";
export { type DealsOf, dealsOf, type DealSums } from "@/crm/deals/sums.ts";
export { type Party, suggestConversion, type Suggestion } from "@/crm/deals/suggest.ts";
export { type Unconverted, undoConversion } from "@/crm/deals/unconvert.ts";
