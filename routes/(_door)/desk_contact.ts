/** A contact as the desk edits it. */
import type { Contact } from "@/crm/contacts/mod.ts";
import type { Result } from "@/crm/result.ts";
import type { DeskContact } from "@/components/desk/types.ts";

export function deskContact(contact: Contact): DeskContact {
  const { id, name, company, note, version } = contact;
  return { id, name, company, note, phones: contact.phones.map((phone) => phone.e164), version };
}

export function asDeskContact(result: Result<Contact>): Result<DeskContact> {
  return result.ok ? { ok: true, value: deskContact(result.value) } : result;
}
