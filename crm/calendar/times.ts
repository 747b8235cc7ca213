/** Working time as it is kept: the company's week, people's own weeks, and the days that differ. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { holidaysOf } from "@/crm/calendar/holidays.ts";
import type { companyTimeSchema, personTimeSchema } from "@/crm/calendar/schemas.ts";
import { addDays, daysFrom } from "@/crm/calendar/zone.ts";
import type { SpecialDay, WorkingTime } from "@/crm/calendar/working.ts";
import type { HolidaySet, Week } from "@/store/tables/calendar.ts";

export interface KeptTime {
  week: Week;
  /** Empty: the site's. */
  timeZone: string;
  holidays: HolidaySet;
  version: number;
}

/** The driver would make dates moments of the server's zone. */
export const DATES = [
  sql<string>`first_day::text`.as("first_day"),
  sql<string>`last_day::text`.as("last_day"),
] as const;

/** Whoever sets up how the company works. */
export const MAY_SET_UP = ["pipelines.manage", "settings.manage"] as const;

/** @throws {ForbiddenError} */
export function requireSetUp(access: Access): void {
  if (!MAY_SET_UP.some((word) => access.permissions.has(word))) throw new ForbiddenError(MAY_SET_UP[0]);
}

/** Whether the person may change whose working time: the own one everybody, others' and the company's those who set up. */
export function mayChange(access: Access, user: string | null): boolean {
  return (user !== null && user === access.user) || MAY_SET_UP.some((word) => access.permissions.has(word));
}

/** The company's week, as it is kept. */
export async function companyTime(db: Store["db"]): Promise<KeptTime> {
  const row = await db.selectFrom("working_hours").selectAll().where("user_id", "is", null).executeTakeFirstOrThrow();
  return { week: row.week, timeZone: row.time_zone, holidays: row.holidays, version: row.version };
}

export interface OwnTime extends Omit<KeptTime, "holidays"> {
  user: string;
}

/** Everybody's own weeks; for those who set up. */
export async function ownTimes(db: Store["db"]): Promise<OwnTime[]> {
  const rows = await db.selectFrom("working_hours").selectAll().where("user_id", "is not", null).execute();
  return rows.map((row) => ({ user: row.user_id!, week: row.week, timeZone: row.time_zone, version: row.version }));
}

/** A person's own week; null: works by the company's. */
export async function personTime(db: Store["db"], user: string): Promise<Omit<KeptTime, "holidays"> | null> {
  const row = await db.selectFrom("working_hours").selectAll().where("user_id", "=", user).executeTakeFirst();
  return row ? { week: row.week, timeZone: row.time_zone, version: row.version } : null;
}

/** Working time of the company (null) or of a person, with all days that differ: for {@link nextWorkingMoment} and its kin. */
export async function workingTimeOf(db: Store["db"], user: string | null): Promise<WorkingTime> {
  return (await workingTimes(db, [user])).get(user)!;
}

/** The same of several, in three queries. */
export async function workingTimes<Id extends string | null>(
  db: Store["db"],
  users: readonly Id[],
): Promise<Map<Id, WorkingTime>> {
  const ids = users.filter((id) => id !== null);
  const [weeks, special, site] = await Promise.all([
    db.selectFrom("working_hours").selectAll()
      .where((or) => or.or([or("user_id", "is", null), or("user_id", "=", sql<string>`any(${ids}::uuid[])`)]))
      .execute(),
    db.selectFrom("special_days").select(["user_id", "type", "minutes", ...DATES])
      .where((or) => or.or([or("user_id", "is", null), or("user_id", "=", sql<string>`any(${ids}::uuid[])`)]))
      .orderBy("created_at").execute(),
    db.selectFrom("site_settings").select("time_zone").executeTakeFirstOrThrow(),
  ]);
  const company = weeks.find(({ user_id }) => user_id === null)!;
  const common = new Map<string, SpecialDay>(holidaysOf(company.holidays));
  const put = (days: Map<string, SpecialDay>, owner: string | null) => {
    for (const one of special) {
      if (one.user_id !== owner) continue;
      const { type } = one;
      const minutes = type === "short" ? one.minutes : 0;
      for (const day of daysFrom(one.first_day, one.last_day)) days.set(day, { type, minutes });
    }
    return days;
  };
  put(common, null);
  return new Map(users.map((user) => {
    const own = user === null ? undefined : weeks.find(({ user_id }) => user_id === user);
    const { week, time_zone } = own ?? company;
    const timeZone = time_zone || company.time_zone || site.time_zone;
    return [user, { timeZone, week, days: user === null ? common : put(new Map(common), user) }];
  }));
}

/** @throws {ForbiddenError} */
export function setCompanyTime(
  store: Store,
  access: Access,
  input: z.output<typeof companyTimeSchema>,
): Promise<Result<KeptTime>> {
  requireSetUp(access);
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      await sql`select 1 from working_hours where user_id is null for update`.execute(trx);
      const { version, ...before } = await companyTime(trx);
      if (input.version !== undefined && input.version !== version) throw new Refusal("calendar.error.stale");
      const after = { week: input.week, timeZone: input.timeZone, holidays: input.holidays };
      const changed = difference(before, after);
      if (changed) {
        await trx.updateTable("working_hours").set({
          week: JSON.stringify(after.week),
          time_zone: after.timeZone,
          holidays: after.holidays,
          version: version + 1,
          updated_at: sql`now()`,
        }).where("user_id", "is", null).execute();
      }
      return {
        value: { ...after, version: changed ? version + 1 : version },
        change: changed && { type: "working-time.updated", entity: { kind: "site", id: "main" }, ...changed },
      };
    },
  });
}

/** A person's own week; `week: null` gives the company's back. @throws {ForbiddenError} */
export function setPersonTime(
  store: Store,
  access: Access,
  input: z.output<typeof personTimeSchema> & { user: string },
): Promise<Result<Omit<KeptTime, "holidays"> | null>> {
  const { user, week, timeZone } = input;
  if (!mayChange(access, user)) throw new ForbiddenError(MAY_SET_UP[0]);
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      const person = await trx.selectFrom("users").select("id").where("id", "=", user).forUpdate().executeTakeFirst();
      if (!person) throw new Refusal("calendar.error.no-person");
      const kept = await personTime(trx, user);
      if (input.version !== undefined && kept && input.version !== kept.version) {
        throw new Refusal("calendar.error.stale");
      }
      const before = { week: kept?.week ?? null, timeZone: kept?.timeZone ?? "" };
      const changed = difference(before, { week, timeZone: week === null ? "" : timeZone });
      const version = (kept?.version ?? 0) + (changed ? 1 : 0);
      if (changed && week === null) await trx.deleteFrom("working_hours").where("user_id", "=", user).execute();
      else if (changed) {
        const set = { week: JSON.stringify(week), time_zone: timeZone, version, updated_at: sql<Date>`now()` };
        await trx.insertInto("working_hours").values({ user_id: user, ...set })
          .onConflict((one) => one.column("user_id").doUpdateSet(set)).execute();
      }
      return {
        value: week === null ? null : { week, timeZone, version },
        change: changed && { type: "working-time.updated", entity: { kind: "user", id: user }, ...changed },
      };
    },
  });
}

/** Last day that a special day may lie in: what is longer ago is of no use to anybody. */
export const oldestDay = (today: string) => addDays(today, -366);
