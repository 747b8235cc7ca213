/** What people who look after models are told of without asking. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/store/database.ts";
import { notify } from "@/crm/notices/mod.ts";

export type ModelNotice = "model-drifted" | "model-promoted" | "model-not-better" | "model-failed";

export interface ModelNews {
  kind: ModelNotice;
  model: string;
  name: string;
  data: { n?: number };
  /** Told once. */
  key: string;
}

export async function tellAnalysts(trx: Transaction<Database>, news: ModelNews): Promise<void> {
  const { kind, model, name, data, key } = news;
  const { rows } = await sql<{ id: string }>`select u.id from users u
    where u.disabled_at is null and not u.service and exists (select from user_roles ur join roles r on r.key = ur.role
      where ur.user_id = u.id and 'models.manage' = any(r.permissions))`.execute(trx);
  await notify(trx, {
    users: rows.map(({ id }) => id),
    kind,
    data: { model: name, n: data.n ?? 0 },
    link: `/forecasting/models/${model}`,
    key: `${kind}:${key}`,
  });
}
