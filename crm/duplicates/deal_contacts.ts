/** The people of deals when contacts are merged: the survivor stands where the merged one stood, each once, and back. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";

/** By deal: who stood in it before the merge. */
export type DealPeople = Record<string, string[]>;

/** Pure. */
export function peopleAfter(before: readonly string[], gone: readonly string[], survivor: string): string[] {
  return [...new Set(before.map((id) => gone.includes(id) ? survivor : id))];
}

/**
 * The list to be put back, given what stands there now. Who was added or taken out since stays added or taken out; where
 * the survivor was taken out, the merged one does not come back either. Pure.
 */
export function peopleBack(
  now: readonly string[],
  options: { before: readonly string[]; gone: readonly string[]; survivor: string },
): string[] {
  const { before, gone, survivor } = options;
  if (!now.includes(survivor)) return [...now];
  const returning = before.filter((id) => gone.includes(id) || id === survivor);
  return [...new Set(now.flatMap((id) => id === survivor ? returning : [id]))];
}

export async function movePeople(
  trx: Transaction<Database>,
  { from, to }: { from: readonly string[]; to: string },
): Promise<DealPeople> {
  const { rows } = await sql<{ id: string; contacts: string[] }>`select d.id, d.contacts from deals d
    where ${sql.join(from.map((id) => sql`d.contacts @> jsonb_build_array(${id}::text)`), sql` or `)}
    order by d.id for update`.execute(trx);
  await write(trx, rows.map(({ id, contacts }) => ({ id, contacts: peopleAfter(contacts, from, to) })));
  return Object.fromEntries(rows.map(({ id, contacts }) => [id, contacts]));
}

export async function movePeopleBack(
  trx: Transaction<Database>,
  options: { people: DealPeople; gone: readonly string[]; survivor: string },
): Promise<void> {
  const { people, gone, survivor } = options;
  const { rows } = await sql<{ id: string; contacts: string[] }>`select id, contacts from deals
    where id = any(${Object.keys(people)}::uuid[]) order by id for update`.execute(trx);
  await write(
    trx,
    rows.map(({ id, contacts }) => ({
      id,
      contacts: peopleBack(contacts, { before: people[id], gone, survivor }),
    })),
  );
}

async function write(trx: Transaction<Database>, rows: readonly { id: string; contacts: string[] }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update deals d set contacts = t.contacts from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as t (id uuid, contacts jsonb) where d.id = t.id and d.contacts <> t.contacts`.execute(trx);
}
