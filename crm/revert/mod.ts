/** The door of reverting. */
export { revertChange, type Reverted, revertSchema } from "@/crm/revert/revert.ts";
