/** The door of contacts. */
export * from "@/crm/contacts/schemas.ts";
export {
  type Contact,
  createContact,
  findByNumber,
  findOrDraft,
  getContact,
  searchContacts,
  updateContact,
} from "@/crm/contacts/contacts.ts";
export { parsePhone, searchDigits } from "@/crm/contacts/phone.ts";
