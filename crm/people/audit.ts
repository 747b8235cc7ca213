/** Reading the audit: who changed what, newest first. */
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { beyond, type Page, toPage } from "@/crm/page.ts";
import type { listAuditSchema } from "@/crm/people/schemas.ts";

export interface AuditEntry {
  id: string;
  at: number;
  /** User id or `system`, and the user's name when there is one. */
  actor: string;
  actorName: string | null;
  origin: string;
  ip: string | null;
  action: string;
  entityKind: string;
  entityId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

type Row = Omit<AuditEntry, "at"> & { at: Date; cursor_at: string };

/** @throws {ForbiddenError} */
export async function listAudit(
  store: Store,
  access: Access,
  options: z.output<typeof listAuditSchema>,
): Promise<Page<AuditEntry>> {
  require(access, "audit.view");
  const where: RawBuilder<unknown>[] = [
    beyond(options.after, { at: sql`a.at`, id: sql`a.id`, idType: "uuid" }),
  ];
  if (options.actor) where.push(sql`a.actor = ${options.actor}`);
  if (options.action?.endsWith(".")) where.push(sql`starts_with(a.action, ${options.action})`);
  else if (options.action) where.push(sql`a.action = ${options.action}`);
  if (options.entityKind) where.push(sql`a.entity_kind = ${options.entityKind}`);
  if (options.entityId) where.push(sql`a.entity_id = ${options.entityId}`);
  if (options.from) where.push(sql`a.at >= ${options.from}`);
  if (options.to) where.push(sql`a.at < ${options.to}`);
  const { rows } = await sql<Row>`
    select a.id, a.at, a.at::text as cursor_at, a.actor, u.name as "actorName", a.origin, a.ip, a.action,
      a.entity_kind as "entityKind", a.entity_id as "entityId", a.before, a.after
    from audit a left join users u on u.id::text = a.actor
    where ${sql.join(where, sql` and `)}
    order by a.at desc, a.id desc limit ${options.limit + 1}`.execute(store.db);
  return toPage(rows, options.limit, ({ cursor_at: _, ...row }) => ({ ...row, at: row.at.getTime() }));
}
