/** The door of reverting. */
export { isRevertible, revertChange, type Reverted, revertSchema } from "@/crm/revert/revert.ts";
