/**
 * The words of the contact centre that have a key and a title in both languages: skills, pause reasons, dispositions.
 * Each has one verb that creates or changes it (also brings it back) and one that takes it out of use.
 */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { DispositionOutcome } from "@/store/tables/contact_centre.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, type Plain, verb } from "@/crm/verb.ts";
import type {
  dispositionSchema,
  keySchema,
  pauseReasonSchema,
  setUserSkillsSchema,
  skillSchema,
} from "@/crm/queues/schemas.ts";

export interface Skill {
  key: string;
  titleRu: string;
  titleEn: string;
}

export interface PauseReason {
  key: string;
  titleRu: string;
  titleEn: string;
  /** Back-office work, training: paused, but not a break. */
  countsAsWork: boolean;
  position: number;
}

export interface Disposition {
  code: string;
  /** null: common to all queues. */
  queue: string | null;
  titleRu: string;
  titleEn: string;
  outcome: DispositionOutcome;
  position: number;
}

type Table = "skills" | "pause_reasons" | "dispositions";

/** Open to everybody logged in: agents choose among them. */
export async function listSkills(store: Store, _access: Access): Promise<Skill[]> {
  return await store.db.selectFrom("skills").select(["key", "title_ru as titleRu", "title_en as titleEn"])
    .where("archived_at", "is", null).orderBy("key").execute();
}

export async function listPauseReasons(store: Store, _access: Access): Promise<PauseReason[]> {
  return await store.db.selectFrom("pause_reasons")
    .select(["key", "title_ru as titleRu", "title_en as titleEn", "counts_as_work as countsAsWork", "position"])
    .where("archived_at", "is", null).orderBy("position").orderBy("key").execute();
}

/** With a queue: the common ones and its own. With `archived`: also those that only old calls still have. */
export async function listDispositions(
  store: Store,
  _access: Access,
  options: { queue?: string; archived?: boolean } = {},
): Promise<Disposition[]> {
  let query = store.db.selectFrom("dispositions")
    .select(["code", "queue_id as queue", "title_ru as titleRu", "title_en as titleEn", "outcome", "position"])
    .orderBy("position").orderBy("code");
  if (!options.archived) query = query.where("archived_at", "is", null);
  const { queue } = options;
  if (queue) query = query.where((eb) => eb.or([eb("queue_id", "is", null), eb("queue_id", "=", queue)]));
  return await query.execute();
}

export function putSkill(store: Store, access: Access, input: z.output<typeof skillSchema>): Promise<Result<null>> {
  const row = { title_ru: input.titleRu, title_en: input.titleEn };
  return put(store, access, { table: "skills", kind: "skill", key: input.key, row });
}

export function putPauseReason(
  store: Store,
  access: Access,
  input: z.output<typeof pauseReasonSchema>,
): Promise<Result<null>> {
  const { titleRu, titleEn, countsAsWork, position } = input;
  const row = { title_ru: titleRu, title_en: titleEn, counts_as_work: countsAsWork, position };
  return put(store, access, { table: "pause_reasons", kind: "pause-reason", key: input.key, row });
}

export function putDisposition(
  store: Store,
  access: Access,
  input: z.output<typeof dispositionSchema>,
): Promise<Result<null>> {
  const { titleRu, titleEn, outcome, position, queue } = input;
  const row = { queue_id: queue, title_ru: titleRu, title_en: titleEn, outcome, position };
  return put(store, access, { table: "dispositions", kind: "disposition", key: input.code, row });
}

/** Not while a queue asks for it: its callers would wait for agents who cannot be found. */
export function archiveSkill(store: Store, access: Access, options: z.output<typeof keySchema>): Promise<Result<null>> {
  return archive(store, access, {
    table: "skills",
    kind: "skill",
    key: options.key,
    check: async (trx) => {
      const { rows: [queue] } = await sql<{ name: string }>`select name from queues where archived_at is null
        and skills @> ${JSON.stringify([{ skill: options.key }])}::jsonb limit 1`.execute(trx);
      if (queue) throw new Refusal("setup.error.skill-in-use", { queue: queue.name });
      await trx.deleteFrom("user_skills").where("skill", "=", options.key).execute();
    },
  });
}

export function archivePauseReason(store: Store, access: Access, options: z.output<typeof keySchema>) {
  return archive(store, access, { table: "pause_reasons", kind: "pause-reason", key: options.key });
}

export function archiveDisposition(store: Store, access: Access, options: z.output<typeof keySchema>) {
  return archive(store, access, { table: "dispositions", kind: "disposition", key: options.key });
}

/** Skills of everybody: user → skill → level. @throws {ForbiddenError} */
export async function listUserSkills(store: Store, access: Access): Promise<Record<string, Record<string, number>>> {
  require(access, "queues.manage");
  return await readUserSkills(store.db);
}

export async function readUserSkills(
  db: Store["db"],
  user?: string,
): Promise<Record<string, Record<string, number>>> {
  let query = db.selectFrom("user_skills").select(["user_id", "skill", "level"]).orderBy("user_id").orderBy("skill");
  if (user) query = query.where("user_id", "=", user);
  const skills: Record<string, Record<string, number>> = {};
  for (const row of await query.execute()) (skills[row.user_id] ??= {})[row.skill] = row.level;
  return skills;
}

/** Puts the whole set of a person's skills. */
export function setUserSkills(
  store: Store,
  access: Access,
  input: z.output<typeof setUserSkillsSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    permission: "queues.manage",
    constraints: {
      user_skills_user_id_fkey: "people.error.no-user",
      user_skills_skill_fkey: "setup.error.no-such-skill",
    },
    notify: "setup",
    work: async (trx) => {
      const before = (await readUserSkills(trx, input.user))[input.user] ?? {};
      await trx.deleteFrom("user_skills").where("user_id", "=", input.user).execute();
      const rows = Object.entries(input.skills).map(([skill, level]) => ({ user_id: input.user, skill, level }));
      if (rows.length) await trx.insertInto("user_skills").values(rows).execute();
      const after = (await readUserSkills(trx, input.user))[input.user] ?? {};
      const changed = difference({ skills: before }, { skills: after });
      return {
        value: null,
        change: changed && { type: "user.skills-set", entity: { kind: "user", id: input.user }, ...changed },
      };
    },
  });
}

function put(
  store: Store,
  access: Access,
  entry: { table: Table; kind: string; key: string; row: Plain },
): Promise<Result<null>> {
  const { table, kind, key, row } = entry;
  const id = sql.ref(table === "dispositions" ? "code" : "key");
  const names = Object.keys(row);
  return verb(store, access, {
    permission: "queues.manage",
    constraints: { dispositions_queue_id_fkey: "setup.error.no-queue" },
    notify: "setup",
    work: async (trx) => {
      const { rows: [before] } = await sql<Plain>`select * from ${sql.table(table)} where ${id} = ${key} for update`
        .execute(trx);
      const { rows: [after] } = await sql<Plain>`
        insert into ${sql.table(table)} (${id}, ${sql.join(names.map((name) => sql.ref(name)))})
        values (${key}, ${sql.join(Object.values(row))})
        on conflict (${id}) do update set archived_at = null,
          ${sql.join(names.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}
        returning *`.execute(trx);
      const changed = difference(before ?? {}, after);
      if (before && !changed) return { value: null, change: null };
      const entity = { kind, id: key };
      return {
        value: null,
        change: before ? { type: `${kind}.updated`, entity, ...changed } : { type: `${kind}.created`, entity, after },
      };
    },
  });
}

function archive(
  store: Store,
  access: Access,
  entry: { table: Table; kind: string; key: string; check?: (trx: Transaction<Database>) => Promise<void> },
): Promise<Result<null>> {
  const { table, kind, key } = entry;
  const id = sql.ref(table === "dispositions" ? "code" : "key");
  return verb(store, access, {
    permission: "queues.manage",
    notify: "setup",
    work: async (trx) => {
      await entry.check?.(trx);
      const { rows: [before] } = await sql<Plain>`update ${sql.table(table)} set archived_at = now()
        where ${id} = ${key} and archived_at is null returning title_ru, title_en`.execute(trx);
      if (!before) throw new Refusal("setup.error.no-entry");
      return { value: null, change: { type: `${kind}.archived`, entity: { kind, id: key }, before } };
    },
  });
}
