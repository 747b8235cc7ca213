/** What people may send about contacts. */
import { z } from "zod";
import { pageSchema } from "@/crm/page.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";

const id = z.uuid();

/** A phone as it was typed; must be a possible number. Numbers without a country are Russian. */
export const phoneSchema = z.string().trim().min(3).max(40).refine((raw) => parsePhone(raw) !== null);

const contactFields = {
  name: z.string().trim().max(200),
  company: z.string().trim().max(200),
  note: z.string().trim().max(4_000),
  owner: id.nullable(),
  team: id.nullable(),
  phones: z.array(phoneSchema).max(20),
};

export const createContactSchema = z.object({
  name: contactFields.name.min(1),
  company: contactFields.company.default(""),
  note: contactFields.note.default(""),
  /** Absent: whoever creates it, and that person's team. */
  owner: contactFields.owner.optional(),
  team: contactFields.team.optional(),
  phones: contactFields.phones.default([]),
});
export type CreateContact = z.input<typeof createContactSchema>;

export const updateContactSchema = z.object({
  id,
  version: z.number().int().optional(),
  ...z.object(contactFields).partial().shape,
});
export type UpdateContact = z.input<typeof updateContactSchema>;

export const searchContactsSchema = pageSchema.extend({
  /** Words of name or company in any order, or at least three digits of a phone. */
  text: z.string().trim().max(100).default(""),
});
export type SearchContacts = z.input<typeof searchContactsSchema>;
