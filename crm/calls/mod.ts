/** The door of the call history. */
export * from "@/crm/calls/schemas.ts";
export * from "@/crm/calls/types.ts";
export { setDisposition, setNotes } from "@/crm/calls/edit.ts";
export {
  type CallCard,
  type CallSummary,
  type CallTotals,
  callTotals,
  getCall,
  listCalls,
} from "@/crm/calls/history.ts";
export { sumsOf } from "@/crm/calls/sums.ts";
export { type RefusedRecord, writeCalls, writeDecisions } from "@/crm/calls/write.ts";
