/** The door of reminders: what is due is told, by every way that was asked for. */
export type { Attempt } from "@/crm/reminders/attempt.ts";
export { resendDelivery, taskDeliveries, type TaskDelivery } from "@/crm/reminders/deliveries.ts";
export type { Outgoing } from "@/crm/reminders/outbox.ts";
export { type RemindersOptions, startReminders } from "@/crm/reminders/scheduler.ts";
export { remindersTrial } from "@/crm/reminders/trial.ts";
