/** The door of Web Push: browsers that take notices while no page is open. */
export { Push, type PushOptions, type PushPayload } from "@/crm/push/send.ts";
export { subscribe, subscriptionSchema, unsubscribe } from "@/crm/push/subscriptions.ts";
export { vapidKeys } from "@/crm/push/vapid.ts";
