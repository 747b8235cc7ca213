/** The calendar of tasks. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { calendarOf, rangeSchema } from "@/crm/calendar/mod.ts";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { fieldRight, reachOf } from "@/crm/record/mod.ts";
import { apiQuery, readShown, todayIn } from "@/components/calendar/query.ts";
import { weekStartOf } from "@/components/calendar/dates.ts";
import type { CalendarSetup } from "@/components/calendar/types.ts";
import { ANY_TASKS } from "@/components/shell/nav.ts";
import Calendar from "@/islands/Calendar.tsx";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...ANY_TASKS);
    const { store, locale } = ctx.state;
    const zone = zoneOf(ctx.state);
    const weekStart = weekStartOf(locale);
    const [everybody, teams] = await Promise.all([listPeople(store, access), listTeams(store, access)]);
    const teamName = new Map(teams.map(({ id, name }) => [id, name]));
    const people = everybody.filter(({ disabled }) => !disabled)
      .map(({ id, name, team }) => ({ id, name, team: teamName.get(team ?? "") ?? "" }));
    const shown = readShown(ctx.url.searchParams, {
      user: access.user,
      people: new Set(people.map(({ id }) => id)),
      today: todayIn(zone.timeZone, Date.now()),
    });
    const query = rangeSchema.parse(Object.fromEntries(apiQuery(shown, { weekStart, timeZone: zone.timeZone })));
    const edit = reachOf(access, "task", "edit");
    return page<CalendarSetup>({
      shown,
      range: await calendarOf(store, access, query),
      people,
      user: access.user,
      zone,
      weekStart,
      may: {
        edit,
        teams: access.teams,
        move: edit !== "none" && fieldRight(access, "task", "due") === "edit",
        export: reachOf(access, "task", "export") !== "none",
      },
    });
  },
});

export default define.page<typeof handlers>(function CalendarPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("calendar.title")} · {t("shell.product")}</title>
      </Head>
      <Calendar {...data} />
    </>
  );
});
