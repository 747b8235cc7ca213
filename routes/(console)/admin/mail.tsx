/** The server that letters go out by. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { getMailServer, type MailServer as Server } from "@/crm/mail_out/mod.ts";
import { ownAddress } from "@/crm/notices/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import MailServer from "@/islands/MailServer.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "mail.manage");
    const { store } = ctx.state;
    return page<{ server: Server | null; me: string | null }>({
      server: await getMailServer(store, access),
      me: await ownAddress(store, access),
    });
  },
});

export default define.page<typeof handlers>(function MailPage({ data, state }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("mail.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("mail.title")}</h1>
        </div>
      </div>
      <MailServer
        server={data.server}
        company={state.site.companyName}
        me={data.me}
        zone={zoneOf(state)}
      />
    </>
  );
});
