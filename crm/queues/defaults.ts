/** What every installation starts with: pause reasons and dispositions in both languages, to be edited at will. */
import type { DispositionOutcome } from "@/store/tables/contact_centre.ts";
import type { Store } from "@/crm/records.ts";
import defaults from "@/crm/queues/defaults.json" with { type: "json" };

/** Does something only where both lists are still empty: what administrators removed stays removed. */
export async function seedDefaults(store: Store): Promise<void> {
  await store.tx(async (trx) => {
    const found = await trx.selectFrom("pause_reasons").select("key").limit(1).executeTakeFirst() ??
      await trx.selectFrom("dispositions").select("code").limit(1).executeTakeFirst();
    if (found) return;
    await trx.insertInto("pause_reasons").values(defaults.pauseReasons.map((reason, position) => ({
      key: reason.key,
      title_ru: reason.titleRu,
      title_en: reason.titleEn,
      counts_as_work: reason.countsAsWork,
      position,
    }))).onConflict((conflict) => conflict.doNothing()).execute();
    await trx.insertInto("dispositions").values(defaults.dispositions.map((disposition, position) => ({
      code: disposition.code,
      title_ru: disposition.titleRu,
      title_en: disposition.titleEn,
      outcome: disposition.outcome as DispositionOutcome,
      position,
    }))).onConflict((conflict) => conflict.doNothing()).execute();
  });
}
