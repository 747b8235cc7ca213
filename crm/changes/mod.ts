/** The door of changes: what happened, in order, for programs that keep up with us. */
export * from "@/crm/changes/feed.ts";
export { recordEyes } from "@/crm/changes/eyes.ts";
export { orderEvents } from "@/crm/changes/order.ts";
