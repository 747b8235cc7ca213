/** Whom a request comes from, if we know them: records with the same phone or e-mail. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import type { ContactableKind, Point, Values } from "@/crm/record/mod.ts";

export interface Known {
  kind: ContactableKind;
  id: string;
  /** The phone or e-mail that both have. */
  point: string;
  /** A lead that is new or in work. */
  open: boolean;
}

export function pointsOf(values: Values): string[] {
  const list = [...(values.phones as Point[] | undefined) ?? [], ...(values.emails as Point[] | undefined) ?? []];
  return [...new Set(list.map(({ value }) => value))].sort();
}

/** Two requests of one person are looked at one after the other, whatever node they came to. */
export async function lockPoints(trx: Transaction<Database>, points: readonly string[]): Promise<void> {
  for (const point of points) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`intake:${point}`}, 0))`.execute(trx);
  }
}

/** Open leads first (the newest), then contacts, then companies and leads that are closed; none that was deleted. */
export async function knownBy(trx: Transaction<Database>, points: readonly string[]): Promise<Known[]> {
  if (points.length === 0) return [];
  const { rows } = await sql<Known & { at: Date }>`
    select distinct on (p.kind, p.record_id) p.kind, p.record_id as id, p.point,
      coalesce(l.status in ('new', 'working'), false) as open, coalesce(l.created_at, c.updated_at, o.updated_at) as at
    from record_points p
      left join leads l on p.kind = 'lead' and l.id = p.record_id and l.archived_at is null
      left join contacts c on p.kind = 'contact' and c.id = p.record_id and c.archived_at is null and not c.draft
      left join companies o on p.kind = 'company' and o.id = p.record_id and o.archived_at is null
    where p.point = any(${[...points]}) and coalesce(l.id, c.id, o.id) is not null
    order by p.kind, p.record_id limit 50`.execute(trx);
  const rank = (one: Known) => one.kind === "lead" ? (one.open ? 0 : 3) : one.kind === "contact" ? 1 : 2;
  return rows.sort((a, b) => rank(a) - rank(b) || b.at.getTime() - a.at.getTime())
    .map(({ kind, id, point, open }) => ({ kind, id, point, open }));
}
