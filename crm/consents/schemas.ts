/** What people may send about consents. */
import { z } from "zod";

export const CHANNELS = ["call", "sms", "email", "messenger", "personal-data"] as const;
export const MANNERS = ["form", "call", "paper", "sms", "email", "import", "other"] as const;

export const giveConsentSchema = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  granted: z.boolean(),
  /** When the person said so; absent: now. */
  at: z.coerce.date().optional().meta({ description: "api.field.consent-at" }),
  manner: z.enum(MANNERS),
  /** The words that were agreed to, or where the paper lies. */
  proof: z.string().trim().max(2_000).default("").meta({ description: "api.field.proof" }),
});
