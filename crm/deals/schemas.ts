/** What people and programs may send about deals, beside what every record takes. */
import { z } from "zod";
import { valuesSchema } from "@/crm/record/schemas.ts";

/** A record that is there, a new one, or none. */
const party = z.union([z.uuid(), z.literal("new"), z.literal("none")]);
const name = z.string().trim().max(200);

export const convertSchema = z.object({
  id: z.uuid(),
  /** Absent: the lead's own, else found by phone or e-mail, else a new one. */
  contact: party.optional().meta({ description: "api.field.convert-contact" }),
  /** Of a new contact; absent: the lead's name. */
  contactName: name.optional(),
  /** Absent: the lead's own, else the contact's, else found by its name, else a new one where the lead names one. */
  company: party.optional().meta({ description: "api.field.convert-company" }),
  /** Of a new company; absent: as the lead says. */
  companyName: name.optional(),
  /** Fields of the deal; what is absent comes from the lead. */
  deal: valuesSchema.default({}),
});
export type ConvertInput = z.output<typeof convertSchema>;
