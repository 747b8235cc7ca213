/** The door of records: leads, contacts, companies, deals and tasks, one set of verbs and queries for all kinds. */
export * from "@/crm/record/types.ts";
export * from "@/crm/record/schemas.ts";
export {
  type BulkDone,
  bulkUpdate,
  deleteRecords,
  MOST_AT_ONCE,
  restoreRecords,
  tell,
  undo,
  UNDO_DAYS,
  writeRaw,
} from "@/crm/record/bulk.ts";
export { BUILT_IN } from "@/crm/record/fields.ts";
export { FILTER_OPS, OPS_OF } from "@/crm/record/filter_ops.ts";
export { CONTACTABLE, isContactable, kindOf, KINDS, PLURAL } from "@/crm/record/kinds.ts";
export { countRecords, listIds, listRecords, MOST_COUNTED, type RecordPage, SORTABLE } from "@/crm/record/list.ts";
export { insertRecords, type NewRow } from "@/crm/record/write_many.ts";
export { requireAssignable, requireFilled } from "@/crm/record/input.ts";
export { getRecord, getRecords, linkedNames, lockRows } from "@/crm/record/read.ts";
export { type Action, inReach, type Reach, reachable, reaches, reachOf, visibleIds } from "@/crm/record/rights.ts";
export { fieldRight, forgetSchemas, type Schema, schemaOf, visibleFields } from "@/crm/record/schema.ts";
export { pruneUndo, recountWords } from "@/crm/record/upkeep.ts";
export { minorDigits } from "@/crm/record/money.ts";
export { emptyValue, idsIn, isEmpty, readValue } from "@/crm/record/values.ts";
export {
  changeRecord,
  compact,
  CONSTRAINTS,
  created,
  createRecord,
  insertRecord,
  lockOne,
  RECORDS_CHANNEL,
  updateRecord,
  type WriteOptions,
} from "@/crm/record/write.ts";
