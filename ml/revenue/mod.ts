/** The door of revenue: what is told to whom, quotas, and what was told each day. */
export { revenueBackTest, revenueView, revenueWaterfall } from "@/ml/revenue/ask.ts";
export { keepSnapshots, revenueHistory } from "@/ml/revenue/history.ts";
export { listQuotas, PERIOD, setQuota, setQuotaSchema } from "@/ml/revenue/quotas.ts";
export { fileOf, type RevenueTable, TABLES } from "@/ml/revenue/files.ts";
