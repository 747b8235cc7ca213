/** The door of webhooks: events told to addresses outside. */
export * from "@/crm/webhooks/schemas.ts";
export { Deliveries, type Ports } from "@/crm/webhooks/deliver.ts";
export {
  type Delivery,
  deliveryCounts,
  listDeliveries,
  pingWebhook,
  purgeDeliveries,
  resendDelivery,
} from "@/crm/webhooks/deliveries.ts";
export { dispatchEvents, JOB as WEBHOOKS_JOB, sweepDeliveries } from "@/crm/webhooks/dispatch.ts";
export {
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  updateWebhook,
  type Webhook,
} from "@/crm/webhooks/webhooks.ts";
