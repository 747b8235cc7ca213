/** My day. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { daySchema, readDay, taskSetup } from "@/crm/tasks/mod.ts";
import { anyReach } from "@/store/access.ts";
import { allowed, filled, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { useT } from "@/components/i18n.ts";
import TaskDay, { type TaskDayProps } from "@/islands/TaskDay.tsx";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...anyReach("tasks", "view"));
    const { store } = ctx.state;
    const { searchParams } = ctx.url;
    const asked = daySchema.safeParse(filled(searchParams));
    // An address that says nonsense shows the own day instead of an error.
    const query = asked.success ? asked.data : daySchema.parse({});
    const [setup, day] = await Promise.all([taskSetup(store, access), readDay(store, access, query)]);
    const { who, team = "", type = "", priority = "" } = query;
    const filter = { who, team, type, priority };
    return page<TaskDayProps>({ setup, day, filter, zone: zoneOf(ctx.state), fresh: searchParams.has("new") });
  },
});

export default define.page<typeof handlers>(function Page({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.tasks")} · {t("shell.product")}</title>
      </Head>
      <TaskDay {...data} />
    </>
  );
});
