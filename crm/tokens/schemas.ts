/** What people may send about tokens and service accounts. */
import { z } from "zod";
import { PERMISSIONS } from "@/store/access.ts";
import { roleKeySchema } from "@/crm/people/schemas.ts";

export const DEFAULT_RATE = 20;
export const MOST_RATE = 1_000;

const name = z.string().trim().min(1).max(120);
const scopes = z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length)
  .transform((all) => [...new Set(all)].sort());

export const newTokenSchema = z.object({
  name,
  scopes,
  /** Days until it ends; null: it does not. */
  days: z.number().int().min(1).max(3_650).nullable().default(365),
});
export type NewToken = z.input<typeof newTokenSchema>;

export const newServiceTokenSchema = newTokenSchema.extend({
  account: z.uuid(),
  rate: z.number().int().min(1).max(MOST_RATE).default(DEFAULT_RATE),
});

export const serviceAccountSchema = z.object({
  name,
  roles: z.array(roleKeySchema).min(1).max(20),
  team: z.uuid().nullable().default(null),
});
export const changeServiceAccountSchema = z.object({
  id: z.uuid(),
  name: name.optional(),
  disabled: z.boolean().optional(),
});
