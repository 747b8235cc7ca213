/** The door of duplicates: found at entry and by a scan, merged, and merges undone. */
export * from "@/crm/duplicates/schemas.ts";
export { findDuplicates, type Match, type Matches } from "@/crm/duplicates/entry.ts";
export { type Merged, mergeRecords, previewMerge } from "@/crm/duplicates/merge.ts";
export { dismissPairs, listPairs, type Pair, type PairPage, reopenPairs } from "@/crm/duplicates/pairs.ts";
export { type MergeField, planMerge } from "@/crm/duplicates/plan.ts";
export { scan, scanStep, startDuplicateScan } from "@/crm/duplicates/scan.ts";
export { undoMerge, type Unmerged } from "@/crm/duplicates/unmerge.ts";
