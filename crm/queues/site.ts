/** Settings of the whole installation. */
import { sql } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { siteSettingsSchema } from "@/crm/queues/schemas.ts";

export interface SiteSettings {
  companyName: string;
  /** IANA zone: where the contact centre's day begins and ends. */
  timeZone: string;
  /** Of people who have not chosen, and of the log-in page. */
  locale: "ru" | "en";
  /** The demo company stands in this database. */
  demo: boolean;
  /** Minutes after which an overdue task is told to supervisors; null: never. */
  escalateAfter: number | null;
}

/** Needed before anybody is logged in (the log-in page's language), so it asks for no rights. */
export async function siteSettings(db: Store["db"]): Promise<SiteSettings> {
  return await db.selectFrom("site_settings")
    .select([
      "company_name as companyName",
      "time_zone as timeZone",
      "locale",
      "demo",
      "escalate_after as escalateAfter",
    ])
    .executeTakeFirstOrThrow();
}

export function updateSiteSettings(
  store: Store,
  access: Access,
  input: z.output<typeof siteSettingsSchema>,
): Promise<Result<SiteSettings>> {
  return verb(store, access, {
    permission: "settings.manage",
    notify: "setup",
    work: async (trx) => {
      await sql`select 1 from site_settings for update`.execute(trx);
      const before = await siteSettings(trx);
      const after: SiteSettings = {
        ...before,
        companyName: input.companyName ?? before.companyName,
        timeZone: input.timeZone ?? before.timeZone,
        locale: input.locale ?? before.locale,
        escalateAfter: input.escalateAfter === undefined ? before.escalateAfter : input.escalateAfter,
      };
      const changed = difference({ ...before }, { ...after });
      if (changed) {
        await trx.updateTable("site_settings").set({
          company_name: after.companyName,
          time_zone: after.timeZone,
          locale: after.locale,
          escalate_after: after.escalateAfter,
          version: sql`version + 1`,
          updated_at: sql`now()`,
        }).execute();
      }
      return {
        value: after,
        change: changed && { type: "site.updated", entity: { kind: "site", id: "main" }, ...changed },
      };
    },
  });
}
