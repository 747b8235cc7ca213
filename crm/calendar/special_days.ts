/** Days that differ from the week: closures, short days, days that are worked; of the company, and people's absences. */
import type { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import type { specialDaySchema } from "@/crm/calendar/schemas.ts";
import { DATES, MAY_SET_UP, mayChange } from "@/crm/calendar/times.ts";
import type { SpecialDayType } from "@/store/tables/calendar.ts";

export interface KeptDay {
  id: string;
  /** null: the company. */
  user: string | null;
  first: string;
  last: string;
  type: SpecialDayType;
  minutes: number;
  name: string;
}

/** Nobody has more; a loop that makes days ends here. */
const MOST_DAYS = 500;
const COLUMNS = ["id", "user_id", "type", "minutes", "name"] as const;

/** Of the company and, for those who set up, of everybody; others see their own beside the company's. */
export async function listSpecialDays(store: Store, access: Access, range: { from: string }): Promise<KeptDay[]> {
  const all = MAY_SET_UP.some((word) => access.permissions.has(word));
  const rows = await store.db.selectFrom("special_days").select([...COLUMNS, ...DATES]).where(
    "last_day",
    ">=",
    range.from,
  )
    .where((or) =>
      all
        ? or.val(true)
        : or.or([or("user_id", "is", null), ...(access.user === "system" ? [] : [or("user_id", "=", access.user)])])
    )
    .orderBy("first_day").orderBy("id").limit(2_000).execute();
  return rows.map((row) => ({
    id: row.id,
    user: row.user_id,
    first: row.first_day,
    last: row.last_day,
    type: row.type,
    minutes: row.minutes,
    name: row.name,
  }));
}

const constraints = { special_days_user_id_fkey: "calendar.error.no-person" };

/** @throws {ForbiddenError} */
export function addSpecialDay(
  store: Store,
  access: Access,
  input: z.output<typeof specialDaySchema>,
): Promise<Result<string>> {
  if (!mayChange(access, input.user)) throw new ForbiddenError(MAY_SET_UP[0]);
  return verb(store, access, {
    constraints,
    notify: "setup",
    work: async (trx) => {
      const { n } = await trx.selectFrom("special_days").select((one) => one.fn.countAll<string>().as("n"))
        .where("user_id", "is not distinct from", input.user).executeTakeFirstOrThrow();
      if (Number(n) >= MOST_DAYS) throw new Refusal("calendar.error.too-many-days", { most: MOST_DAYS });
      const id = newId();
      await trx.insertInto("special_days").values({
        id,
        user_id: input.user,
        first_day: input.first,
        last_day: input.last,
        type: input.type,
        minutes: input.minutes,
        name: input.name,
      }).execute();
      return { value: id, change: { type: "special-day.added", entity: { kind: "special-day", id }, after: input } };
    },
  });
}

/** @throws {ForbiddenError} */
export function removeSpecialDay(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    notify: "setup",
    work: async (trx) => {
      const row = await trx.selectFrom("special_days").select([...COLUMNS, ...DATES]).where("id", "=", input.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new Refusal("calendar.error.no-day");
      if (!mayChange(access, row.user_id)) throw new ForbiddenError(MAY_SET_UP[0]);
      await trx.deleteFrom("special_days").where("id", "=", input.id).execute();
      const { user_id: user, first_day: first, last_day: last, type, minutes, name } = row;
      return {
        value: null,
        change: {
          type: "special-day.removed",
          entity: { kind: "special-day", id: input.id },
          before: { user, first, last, type, minutes, name },
        },
      };
    },
  });
}
