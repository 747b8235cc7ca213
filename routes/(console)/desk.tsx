/** The agent's desk. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listCalls, listCallsSchema } from "@/crm/calls/mod.ts";
import { getUser } from "@/crm/people/mod.ts";
import { listDispositions, listPauseReasons, loadDirectory } from "@/crm/queues/mod.ts";
import { reachOf } from "@/crm/record/mod.ts";
import { allowed, titleIn, zoneOf } from "@/routes/(_door)/page.ts";
import { pastCall } from "@/routes/(_door)/past_call.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { DeskSetup, PastCall } from "@/components/desk/types.ts";
import Desk from "@/islands/Desk.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "console.use");
    const { store, locale } = ctx.state;
    const [user, directory, reasons, dispositions, recent] = await Promise.all([
      getUser(store, access, { id: access.user }),
      loadDirectory(store),
      listPauseReasons(store, access),
      listDispositions(store, access),
      listCalls(store, access, listCallsSchema.parse({ agent: access.user, limit: 8 })),
    ]);
    const served = new Set(directory.agents.find((agent) => agent.id === access.user)?.queues.map((one) => one.queue));
    const titles = new Map(dispositions.map((one) => [one.code, titleIn(locale, one)]));
    const setup: DeskSetup = {
      agent: access.user,
      phone: user?.phone ?? "browser",
      hasDeskPhone: !!user?.deskEndpoint,
      queues: directory.queues.filter((queue) => served.has(queue.id)).map(({ id, name }) => ({ id, name })),
      pauseReasons: reasons.map((one) => ({ key: one.key, title: titleIn(locale, one) })),
      dispositions: dispositions.map((one) => ({ code: one.code, title: titleIn(locale, one), queue: one.queue })),
      zone: zoneOf(ctx.state),
      mayEditContacts: reachOf(access, "contact", "edit") !== "none",
    };
    return page<{ setup: DeskSetup; recent: PastCall[] }>({
      setup,
      recent: recent.rows.map((call) => pastCall(call, titles)),
    });
  },
});

export default define.page<typeof handlers>(function DeskPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.desk")} · {t("shell.product")}</title>
      </Head>
      <h1 class="unseen">{t("shell.nav.desk")}</h1>
      <Desk setup={data.setup} recent={data.recent} />
    </>
  );
});
