/** Who has this number, and which of their calls the person may see: for the ringing card. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { callIdSchema, getCall, listCalls, listCallsSchema } from "@/crm/calls/mod.ts";
import { findByNumber, searchDigits } from "@/crm/contacts/mod.ts";
import { listDispositions } from "@/crm/queues/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { titleIn } from "@/routes/(_door)/page.ts";
import { deskContact } from "@/routes/(_door)/desk_contact.ts";
import { pastCall } from "@/routes/(_door)/past_call.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { DeskContact, PastCall, PresentCall } from "@/components/desk/types.ts";

const schema = z.object({ number: z.string().trim().max(40), except: callIdSchema.optional() });

export const handlers = define.handlers({
  GET: takesQuery(schema, async ({ input, access, ctx }) => {
    const { store, locale, switchboard } = ctx.state;
    const contact = await findByNumber(store, access, { number: input.number });
    const dispositions = await listDispositions(store, access, { archived: true });
    const titles = new Map(dispositions.map((one) => [one.code, titleIn(locale, one)]));
    const filter = contact ? { contact: contact.id } : searchDigits(input.number) ? { number: input.number } : null;
    const found = filter ? await listCalls(store, access, listCallsSchema.parse({ ...filter, limit: 9 })) : null;
    const calls = (found?.rows ?? []).filter((call) => call.id !== input.except).slice(0, 8);
    const record = input.except ? await getCall(store, access, { id: input.except }) : null;
    // The record of a live call follows a moment later: a desk reloaded at once would show its notes as they were.
    const held = input.except && await switchboard.holds(access.user, input.except);
    const present = (held && switchboard.written(input.except!)) || (record && record.call);
    const value: { contact: DeskContact | null; calls: PastCall[]; present: PresentCall | null } = {
      contact: contact && deskContact(contact),
      calls: calls.map((call) => pastCall(call, titles)),
      present: present && { notes: present.notes, disposition: present.disposition },
    };
    return { ok: true, value };
  }, { needs: anyReach("contacts", "view") }),
});
