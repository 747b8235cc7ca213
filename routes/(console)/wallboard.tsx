/** The supervisor's wallboard; `?wall=1` opens it as a wall screen. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listPauseReasons } from "@/crm/queues/mod.ts";
import { allowed, titleIn, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { BoardSetup } from "@/components/board/types.ts";
import { ANY_CALLS } from "@/components/shell/nav.ts";
import Wallboard from "@/islands/Wallboard.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "wallboard.view");
    const reasons = await listPauseReasons(ctx.state.store, access);
    return page<BoardSetup>({
      zone: zoneOf(ctx.state),
      mayControl: access.permissions.has("agents.control"),
      maySeeNumbers: ANY_CALLS.some((need) => need !== "calls.view.own" && access.permissions.has(need)),
      pauseReasons: reasons.map((one) => ({ key: one.key, title: titleIn(ctx.state.locale, one) })),
      wall: ctx.url.searchParams.get("wall") === "1",
    });
  },
});

export default define.page<typeof handlers>(function WallboardPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.wallboard")} · {t("shell.product")}</title>
      </Head>
      <Wallboard setup={data} />
    </>
  );
});
