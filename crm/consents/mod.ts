/** The door of consents. */
export { type Consent, type ConsentState, giveConsent, listConsents } from "@/crm/consents/consents.ts";
export { CHANNELS, giveConsentSchema, MANNERS } from "@/crm/consents/schemas.ts";
