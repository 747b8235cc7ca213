/** People and companies who call. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { BookUser, Search } from "lucide-preact";
import { type Contact, searchContacts, searchContactsSchema } from "@/crm/contacts/mod.ts";
import type { Page } from "@/crm/page.ts";
import { allowed, filled, withQuery } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { Empty } from "@/components/Empty.tsx";
import { ANY_CONTACTS } from "@/components/shell/nav.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...ANY_CONTACTS);
    const parsed = searchContactsSchema.safeParse(filled(ctx.url.searchParams));
    const options = parsed.success ? parsed.data : searchContactsSchema.parse({});
    const contacts = await searchContacts(ctx.state.store, access, options);
    return page<{ contacts: Page<Contact>; text: string; more: string | null }>({
      contacts,
      text: options.text,
      more: contacts.next ? withQuery(ctx.url, { after: contacts.next }) : null,
    });
  },
});

export default define.page<typeof handlers>(function ContactsPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.contacts")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.contacts")}</h1>
        </div>
      </div>
      <form class="filters" role="search">
        <span class="search">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            name="text"
            value={data.text}
            placeholder={t("contacts.find")}
            aria-label={t("contacts.find")}
          />
        </span>
        <button type="submit" class="btn">{t("shell.find")}</button>
      </form>
      {data.contacts.rows.length === 0
        ? (
          <div class="card">
            <Empty
              icon={BookUser}
              title={t(data.text ? "contacts.nothing" : "contacts.empty")}
              action={data.text ? <a class="btn" href="/contacts">{t("shell.clear-filters")}</a> : undefined}
            >
              {t("contacts.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <div class="table-wrap" tabIndex={0} role="region" aria-label={t("shell.nav.contacts")}>
            <table class="table cards">
              <thead>
                <tr>
                  <th scope="col">{t("desk.contact.name")}</th>
                  <th scope="col">{t("desk.contact.company")}</th>
                  <th scope="col">{t("desk.contact.phones")}</th>
                  <th scope="col">{t("desk.contact.note")}</th>
                </tr>
              </thead>
              <tbody>
                {data.contacts.rows.map((contact) => (
                  <tr key={contact.id}>
                    <th scope="row">
                      <a class="person" href={`/contacts/${contact.id}`}>
                        <Avatar name={contact.name} size="small" />
                        <span>{contact.name || t("contacts.unnamed")}</span>
                      </a>
                    </th>
                    <td data-label={t("desk.contact.company")}>{contact.company || "–"}</td>
                    <td data-label={t("desk.contact.phones")}>
                      {contact.phones.map((phone) => prettyNumber(phone.e164)).join(", ")}
                    </td>
                    <td data-label={t("desk.contact.note")}>{contact.note.slice(0, 120) || "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      {data.more && (
        <nav class="btn-row pager" aria-label={t("shell.pages")}>
          <a class="btn" href={data.more}>{t("shell.next-page")}</a>
        </nav>
      )}
    </>
  );
});
