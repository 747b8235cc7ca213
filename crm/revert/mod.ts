/** The door of reverting. */
export { type Reverted, revertChange, revertSchema } from "@/crm/revert/revert.ts";
