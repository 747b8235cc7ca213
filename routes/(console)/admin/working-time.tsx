/** Working time of the company and of people, public holidays, days that differ. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { companyTime, holidayYears, listSpecialDays, MAY_SET_UP, oldestDay, ownTimes } from "@/crm/calendar/mod.ts";
import { listPeople } from "@/crm/people/mod.ts";
import type { TimeSetup } from "@/components/calendar/time/types.ts";
import { weekStartOf } from "@/components/calendar/dates.ts";
import WorkingTime from "@/islands/WorkingTime.tsx";
import { allowed, dayOf, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...MAY_SET_UP);
    const { store, site, locale } = ctx.state;
    const [company, days, people, own] = await Promise.all([
      companyTime(store.db),
      listSpecialDays(store, access, { from: oldestDay(dayOf(Date.now(), site.timeZone)) }),
      listPeople(store, access),
      ownTimes(store.db),
    ]);
    return page<TimeSetup>({
      company,
      years: holidayYears("ru"),
      days,
      people: people.filter(({ disabled }) => !disabled).map(({ id, name }) => ({ id, name })),
      own,
      zone: zoneOf(ctx.state),
      weekStart: weekStartOf(locale),
    });
  },
});

export default define.page<typeof handlers>(function WorkingTimePage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("calendar.time.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("calendar.time.title")}</h1>
          <p>{t("calendar.time.lead")}</p>
        </div>
      </div>
      <WorkingTime {...data} />
    </>
  );
});
