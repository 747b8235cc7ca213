/** The door of idempotency keys: requests that are done once however often they are sent. */
export * from "@/crm/idempotency/keys.ts";
