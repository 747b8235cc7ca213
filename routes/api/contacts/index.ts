/** A new contact. With a number and no name it begins as a draft: an agent may write the note first. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { createContact, createContactSchema, findOrDraft, phoneSchema, updateContact } from "@/crm/contacts/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { asDeskContact } from "@/routes/(_door)/desk_contact.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({
  name: z.string().trim().max(200).default(""),
  company: createContactSchema.shape.company,
  note: createContactSchema.shape.note,
  phones: z.array(phoneSchema).max(20).default([]),
});

export const handlers = define.handlers({
  POST: takesJson(schema, async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const { name, company, note, phones } = input;
    if (phones.length === 1) {
      const draft = await findOrDraft(store, access, { number: phones[0] });
      if (!draft.ok) return draft;
      if (draft.value) {
        const fields = { ...(name ? { name } : {}), ...(company ? { company } : {}), ...(note ? { note } : {}) };
        return asDeskContact(await updateContact(store, access, { id: draft.value.id, ...fields }));
      }
    }
    if (!name) return { ok: false, code: "contacts.error.no-name" };
    return asDeskContact(await createContact(store, access, { name, company, note, phones }));
  }, { needs: anyReach("contacts", "edit") }),
});
