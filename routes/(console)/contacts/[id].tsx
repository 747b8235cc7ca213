/** One contact with their calls. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { listCalls, listCallsSchema } from "@/crm/calls/mod.ts";
import { getContact } from "@/crm/contacts/mod.ts";
import { reachOf } from "@/crm/record/mod.ts";
import { isId } from "@/crm/ids.ts";
import { listDispositions } from "@/crm/queues/mod.ts";
import { deskContact } from "@/routes/(_door)/desk_contact.ts";
import { allowed, titleIn, zoneOf } from "@/routes/(_door)/page.ts";
import { pastCall } from "@/routes/(_door)/past_call.ts";
import { define } from "@/routes/(_door)/state.ts";
import { PastCalls } from "@/components/desk/PastCalls.tsx";
import type { DeskContact, PastCall } from "@/components/desk/types.ts";
import { ANY_CALLS, ANY_CONTACTS } from "@/components/shell/nav.ts";
import type { Zone } from "@/components/time/format.ts";
import ContactForm from "@/islands/ContactForm.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  contact: DeskContact;
  calls: PastCall[];
  zone: Zone;
  mayEdit: boolean;
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...ANY_CONTACTS);
    const { store, locale } = ctx.state;
    const contact = isId(ctx.params.id) ? await getContact(store, access, { id: ctx.params.id }) : null;
    if (!contact) throw new HttpError(404);
    const maySeeCalls = ANY_CALLS.some((need) => access.permissions.has(need));
    const [calls, dispositions] = await Promise.all([
      maySeeCalls ? listCalls(store, access, listCallsSchema.parse({ contact: contact.id, limit: 50 })) : null,
      listDispositions(store, access, { archived: true }),
    ]);
    const titles = new Map(dispositions.map((one) => [one.code, titleIn(locale, one)]));
    return page<Data>({
      contact: deskContact(contact),
      calls: (calls?.rows ?? []).map((call) => pastCall(call, titles)),
      zone: zoneOf(ctx.state),
      mayEdit: reachOf(access, "contact", "edit") !== "none",
    });
  },
});

export default define.page<typeof handlers>(function ContactPage({ data }) {
  const t = useT();
  const title = data.contact.name || t("contacts.unnamed");
  return (
    <>
      <Head>
        <title>{title} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/contacts">{t("shell.nav.contacts")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{title}</h1>
        </div>
      </div>
      <div class="call-page">
        <ContactForm contact={data.contact} mayEdit={data.mayEdit} />
        <PastCalls title={t("contacts.calls")} empty={t("desk.past.empty")} calls={data.calls} zone={data.zone} />
      </div>
    </>
  );
});
