/** Changes a contact; only what is sent. */
import { anyReach } from "@/store/access.ts";
import { updateContact, updateContactSchema } from "@/crm/contacts/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { asDeskContact } from "@/routes/(_door)/desk_contact.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(
    updateContactSchema,
    async ({ input, access, ctx }) => asDeskContact(await updateContact(ctx.state.store, access, input)),
    {
      needs: anyReach("contacts", "edit"),
    },
  ),
});
