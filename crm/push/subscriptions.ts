/** Browsers that take pushes for a person: each is one row, bound to the session that it was allowed in. */
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { fromBase64Url } from "@/crm/push/encrypt.ts";

/** Browsers of one person; the oldest makes room. */
const MOST = 20;

export const subscriptionSchema = z.object({
  endpoint: z.string().max(2_000).refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return ["https:", "http:"].includes(protocol) && username === "" && password === "";
  }),
  keys: z.object({
    p256dh: z.string().max(200).refine((text) => fromBase64Url(text).length === 65),
    auth: z.string().max(100).refine((text) => fromBase64Url(text).length === 16),
  }),
});
export type Subscription = z.output<typeof subscriptionSchema>;

/** A browser has one endpoint: who logs in to it next takes it over. */
export async function subscribe(
  store: Store,
  access: Access,
  options: Subscription & { session: string | null; userAgent: string },
): Promise<Result<null>> {
  const { endpoint, keys, session, userAgent } = options;
  const row = {
    user_id: access.user,
    session_id: session,
    p256dh: keys.p256dh,
    auth: keys.auth,
    user_agent: userAgent.slice(0, 300),
  };
  await store.tx(async (trx) => {
    await trx.insertInto("push_subscriptions").values({ id: newId(), endpoint, ...row })
      .onConflict((conflict) => conflict.column("endpoint").doUpdateSet(row)).execute();
    await trx.deleteFrom("push_subscriptions").where("user_id", "=", access.user).where(
      "id",
      "not in",
      trx.selectFrom("push_subscriptions").select("id").where("user_id", "=", access.user).orderBy("id", "desc")
        .limit(MOST),
    ).execute();
  });
  return { ok: true, value: null };
}

/** Only the person's own; an unknown one is fine. */
export async function unsubscribe(store: Store, access: Access, endpoint: string): Promise<Result<null>> {
  await store.db.deleteFrom("push_subscriptions").where("endpoint", "=", endpoint).where("user_id", "=", access.user)
    .execute();
  return { ok: true, value: null };
}

export interface Browser {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Those whose session lasts: a browser that was logged out of gets nothing more. */
export async function browsersOf(store: Store, user: string, now: number): Promise<Browser[]> {
  return await store.db.selectFrom("push_subscriptions as p").innerJoin("sessions as s", "s.id", "p.session_id")
    .select(["p.id", "p.endpoint", "p.p256dh", "p.auth"]).where("p.user_id", "=", user)
    .whereRef("s.user_id", "=", "p.user_id").where("s.revoked_at", "is", null)
    .where("s.expires_at", ">", new Date(now)).orderBy("p.id", "desc").limit(MOST).execute();
}
