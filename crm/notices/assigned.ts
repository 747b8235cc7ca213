/**
 * Tells people what was given to them: reads the events in their final order behind a durable cursor, so that no way of
 * giving (board, API, bulk change, rule of assignment) forgets to say so. Whoever takes something knows it already.
 */
import { sql, type Transaction } from "kysely";
import { orderEvents } from "@/crm/changes/mod.ts";
import type { Database, Store } from "@/crm/records.ts";
import { notify } from "@/crm/notices/notify.ts";

const CURSOR = "notices";
const BITE = 500;
const KINDS = ["task", "deal", "lead"] as const;
type Kind = typeof KINDS[number];
const TYPES = KINDS.flatMap((kind) => [`${kind}.created`, `${kind}.updated`]);

interface Given {
  seq: string;
  id: string;
  actor: string;
  kind: Kind;
  record: string;
  owner: string;
}

/** Returns how many people were told. Any number of processes may do it at once. */
export async function tellAssigned(store: Store): Promise<number> {
  await orderEvents(store);
  let told = 0;
  for (;;) {
    const { read, written } = await store.tx((trx) => bite(trx));
    told += written;
    if (read < BITE) return told;
  }
}

async function bite(trx: Transaction<Database>): Promise<{ read: number; written: number }> {
  await sql`insert into event_cursors (name, position)
    select ${CURSOR}, coalesce(max(seq), 0) from events on conflict do nothing`.execute(trx);
  const { position } = await trx.selectFrom("event_cursors").select("position").where("name", "=", CURSOR).forUpdate()
    .executeTakeFirstOrThrow();
  const { rows: [span] } = await sql<{ last: string | null; n: number }>`
    select max(seq) as last, count(*)::int as n from (
      select seq from events where seq > ${position} order by seq limit ${BITE}) e`.execute(trx);
  if (span.last === null) return { read: 0, written: 0 };
  const { rows } = await sql<Given>`
    select seq, id, actor, entity_kind as kind, entity_id as record, data ->> 'owner' as owner from events
    where seq > ${position} and seq <= ${span.last}::bigint and type = any(${TYPES}) and not quiet
      and origin not in ('import', 'sync') and data ->> 'owner' is not null and data ->> 'owner' <> actor
    order by seq`.execute(trx);
  let written = 0;
  // Fifty tasks given at once are one sentence.
  for (const given of Map.groupBy(rows, ({ kind, owner, actor }) => `${kind}/${owner}/${actor}`).values()) {
    written += await tell(trx, given);
  }
  await sql`update event_cursors set position = ${span.last}::bigint, updated_at = now() where name = ${CURSOR}`
    .execute(trx);
  return { read: span.n, written };
}

const TABLE = { task: "tasks", deal: "deals", lead: "leads" } as const;

async function tell(trx: Transaction<Database>, given: readonly Given[]): Promise<number> {
  const [{ kind, owner, actor }] = given;
  // Those that are still theirs.
  const records = await trx.selectFrom(TABLE[kind]).select(["id", "name"])
    .where("id", "in", [...new Set(given.map(({ record }) => record))]).where("owner_id", "=", owner)
    .where("archived_at", "is", null).execute();
  if (records.length === 0) return 0;
  const by = actor === "system"
    ? undefined
    : await trx.selectFrom("users").select("name").where(sql<boolean>`id::text = ${actor}`).executeTakeFirst();
  const [first] = records;
  const one = records.length === 1;
  return await notify(trx, {
    users: [owner],
    kind: `${kind}-assigned`,
    data: { name: first.name, by: by?.name ?? "", count: records.length },
    link: one ? `/${TABLE[kind]}/${first.id}` : `/${TABLE[kind]}`,
    ...(one && kind === "task" ? { task: first.id } : {}),
    cause: given[0].id,
  });
}
