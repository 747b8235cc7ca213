/** The company's working time: its week, its holidays, and the days that differ. */
import { z } from "zod";
import {
  companyTime,
  companyTimeSchema,
  holidayYears,
  listSpecialDays,
  MAY_SET_UP,
  oldestDay,
  setCompanyTime,
} from "@/crm/calendar/mod.ts";
import { companyTimeShape, specialDayShape } from "@/routes/(_door)/api_schemas/calendar.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { dayOf } from "@/routes/(_door)/page.ts";

const working = { from: "09:00", to: "13:00" };

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/working-time",
    id: "getWorkingTime",
    tag: "calendar",
    response: companyTimeShape.extend({
      years: z.array(z.object({ year: z.int(), source: z.string(), final: z.boolean() }))
        .meta({ description: "api.field.holiday-years" }),
      days: z.array(specialDayShape),
    }),
    work: async ({ access, ctx }) => {
      const { store, site } = ctx.state;
      const [time, days] = await Promise.all([
        companyTime(store.db),
        listSpecialDays(store, access, { from: oldestDay(dayOf(Date.now(), site.timeZone)) }),
      ]);
      return { ok: true, value: { ...time, years: holidayYears(time.holidays), days } };
    },
  }),
  defineOperation({
    method: "PUT",
    path: "/api/v1/working-time",
    id: "setWorkingTime",
    tag: "calendar",
    needs: MAY_SET_UP,
    body: companyTimeSchema,
    response: companyTimeShape,
    example: { body: { week: [[working], [working], [working], [working], [working], [], []], holidays: "ru" } },
    work: ({ input, access, ctx }) => setCompanyTime(ctx.state.store, access, input),
  }),
);
