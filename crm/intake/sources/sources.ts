/** Sources of leads as administrators keep them, and as the doors and the processing read them. */
import { type Selectable, sql, type Transaction } from "kysely";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import { newKey, newSecret, writeSecret } from "@/crm/intake/sources/secrets.ts";
import { settingsSchema, type SourceSettings, type UpdateSource } from "@/crm/intake/sources/schemas.ts";
import type { DuplicatePolicy, MappingLine, SourceKind, SourceProof, SourcesTable } from "@/store/tables/intake.ts";

/** The three that every installation has: leads of people, of imports and of calls that nobody took. */
export const BUILTIN = {
  manual: "00000000-0000-7000-8000-00000000a001",
  import: "00000000-0000-7000-8000-00000000a002",
  "missed-call": "00000000-0000-7000-8000-00000000a003",
} as const;

/** NOTIFY channel of changed sources: mailboxes are opened and closed by it. */
export const SOURCES_CHANNEL = "sources";

export interface Source {
  id: string;
  kind: SourceKind;
  /** '' of a built-in one: `intake.builtin.<builtin>`. */
  name: string;
  builtin: string | null;
  key: string;
  proof: SourceProof;
  enabled: boolean;
  autoAccept: boolean;
  duplicates: DuplicatePolicy;
  acceptAnswers: boolean;
  targetMs: number;
  mapping: MappingLine[];
  settings: SourceSettings;
  tags: string[];
  rule: string | null;
  formVersion: number;
  version: number;
  archived: boolean;
}

export function toSource(row: Selectable<SourcesTable>): Source {
  const settings = settingsSchema.safeParse(row.settings);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    builtin: row.builtin,
    key: row.key,
    proof: row.proof,
    enabled: row.enabled,
    autoAccept: row.auto_accept,
    duplicates: row.duplicates,
    acceptAnswers: row.accept_answers,
    targetMs: row.target_ms,
    mapping: row.mapping,
    settings: settings.success ? settings.data : settingsSchema.parse({}),
    tags: row.tags,
    rule: row.rule_id,
    formVersion: row.form_version,
    version: row.version,
    archived: row.archived_at !== null,
  };
}

/** Names for lists, filters and cards; no secret to colleagues. */
export async function sourceNames(
  store: Store,
): Promise<{ id: string; name: string; builtin: string | null; kind: SourceKind }[]> {
  return await store.db.selectFrom("sources").select(["id", "name", "builtin", "kind"]).orderBy("builtin")
    .orderBy("name").execute();
}

/** @throws {ForbiddenError} */
export async function listSources(store: Store, access: Access): Promise<Source[]> {
  require(access, "sources.manage");
  const rows = await store.db.selectFrom("sources").selectAll().where("archived_at", "is", null)
    .orderBy(sql`builtin is not null`).orderBy("name").execute();
  return rows.map(toSource);
}

/** @throws {ForbiddenError} */
export async function getSource(store: Store, access: Access, options: { id: string }): Promise<Source | null> {
  require(access, "sources.manage");
  const row = await store.db.selectFrom("sources").selectAll().where("id", "=", options.id).executeTakeFirst();
  return row && !row.archived_at ? toSource(row) : null;
}

/** By the key in an address; for the doors, where nobody is logged in. */
export async function sourceByKey(store: Store, key: string): Promise<Source | null> {
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(key)) return null;
  const row = await store.db.selectFrom("sources").selectAll().where("key", "=", key)
    .where("archived_at", "is", null).executeTakeFirst();
  return row ? toSource(row) : null;
}

/** @throws {ForbiddenError} */
export function createSource(
  store: Store,
  access: Access,
  input: { kind: "form" | "webhook" | "email" | "sms"; name: string; settings?: unknown },
): Promise<Result<string>> {
  return verb(store, access, {
    permission: "sources.manage",
    notify: SOURCES_CHANNEL,
    work: async (trx) => {
      const id = newId();
      const settings = settingsSchema.safeParse(input.settings ?? {});
      await trx.insertInto("sources").values({
        id,
        kind: input.kind,
        name: input.name,
        key: newKey(),
        rule_id: null,
        builtin: null,
        settings: JSON.stringify(settings.success ? settings.data : settingsSchema.parse({})),
      }).execute();
      if (input.kind === "form") await writeSecret(trx, id, { purpose: "form", value: newSecret() });
      return {
        value: id,
        change: {
          type: "source.created",
          entity: { kind: "source", id },
          after: { name: input.name, kind: input.kind },
        },
      };
    },
  });
}

/** @throws {ForbiddenError} */
export async function updateSource(store: Store, access: Access, input: UpdateSource): Promise<Result<null>> {
  const schema = await schemaOf(store, "lead");
  return await verb(store, access, {
    permission: "sources.manage",
    notify: SOURCES_CHANNEL,
    constraints: { sources_rule_id_fkey: "intake.error.no-rule" },
    work: async (trx) => {
      const before = await lockSource(trx, input.id);
      const { id, version, password, ...fields } = input;
      if (version !== undefined && version !== before.version) throw new Refusal("records.error.stale");
      if (before.builtin && (fields.name !== undefined && fields.name !== before.name)) {
        throw new Refusal("intake.error.builtin");
      }
      for (const { to } of fields.mapping ?? []) {
        if (!to.startsWith("utm.") && !schema.has(to)) throw new Refusal("records.error.no-field", { field: to });
      }
      for (const { key } of fields.settings?.form.fields ?? []) {
        if (!schema.has(key)) throw new Refusal("records.error.no-field", { field: key });
      }
      const changed = difference({ ...before }, { ...before, ...fields });
      if (changed) {
        const after = { ...before, ...fields };
        const shown = difference({ ...before.settings.form }, { ...after.settings.form }) !== null;
        await trx.updateTable("sources").set({
          name: after.name,
          proof: after.proof,
          enabled: after.enabled,
          auto_accept: after.autoAccept,
          duplicates: after.duplicates,
          accept_answers: after.acceptAnswers,
          target_ms: after.targetMs,
          mapping: JSON.stringify(after.mapping),
          settings: JSON.stringify(after.settings),
          tags: JSON.stringify(after.tags),
          rule_id: after.rule,
          version: sql`version + 1`,
          updated_at: sql`now()`,
          ...(shown ? { form_version: sql<number>`form_version + 1` } : {}),
        }).where("id", "=", id).execute();
      }
      if (password !== undefined) await writeSecret(trx, id, { purpose: "imap", value: password });
      // Another mailbox is read from its own beginning.
      const moved = JSON.stringify(mailboxOf(before)) !== JSON.stringify(mailboxOf({ ...before, ...fields }));
      if (moved) await trx.deleteFrom("mail_cursors").where("source_id", "=", id).execute();
      const told = changed ?? (password !== undefined ? { before: {}, after: {} } : null);
      if (told && password !== undefined) told.after.password = "changed";
      return { value: null, change: told && { type: "source.updated", entity: { kind: "source", id }, ...told } };
    },
  });
}

const mailboxOf = ({ settings: { imap } }: Source) => imap && [imap.host, imap.port, imap.user, imap.folder];

/** Takes a source away: its addresses answer nobody any more, its leads keep their source. @throws {ForbiddenError} */
export function archiveSource(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "sources.manage",
    notify: SOURCES_CHANNEL,
    work: async (trx) => {
      const { id, builtin, name } = await lockSource(trx, input.id);
      if (builtin) throw new Refusal("intake.error.builtin");
      await trx.updateTable("sources").set({ archived_at: sql`now()`, enabled: false }).where("id", "=", id).execute();
      await trx.deleteFrom("source_secrets").where("source_id", "=", id).execute();
      return { value: null, change: { type: "source.archived", entity: { kind: "source", id }, before: { name } } };
    },
  });
}

/** A new address, or a new secret, which is in the answer and nowhere else. @throws {ForbiddenError} */
export function rotate(
  store: Store,
  access: Access,
  input: { id: string; what: "key" | "secret" },
): Promise<Result<{ key: string; secret: string | null }>> {
  return verb(store, access, {
    permission: "sources.manage",
    work: async (trx) => {
      const source = await lockSource(trx, input.id);
      let { key } = source;
      let secret: string | null = null;
      if (input.what === "key") {
        key = newKey();
        await trx.updateTable("sources").set({ key }).where("id", "=", source.id).execute();
      } else {
        if (source.proof === "none") throw new Refusal("intake.error.no-proof");
        secret = newSecret();
        await writeSecret(trx, source.id, { purpose: source.proof, value: secret });
      }
      return {
        value: { key, secret },
        change: { type: `source.${input.what}-rotated`, entity: { kind: "source", id: source.id }, after: {} },
      };
    },
  });
}

async function lockSource(trx: Transaction<Database>, id: string): Promise<Source> {
  const row = await trx.selectFrom("sources").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row || row.archived_at) throw new Refusal("records.error.no-source");
  return toSource(row);
}

/** How the reading of a mailbox goes; whether there is a password, never which. null: it was never read. */
export async function mailboxState(
  store: Store,
  options: { source: string },
): Promise<{ state: { state: string; error: string | null; checkedAt: number | null } | null; hasPassword: boolean }> {
  const cursor = await store.db.selectFrom("mail_cursors").select(["state", "error", "checked_at"])
    .where("source_id", "=", options.source).executeTakeFirst();
  const secret = await store.db.selectFrom("source_secrets").select("purpose")
    .where("source_id", "=", options.source).where("purpose", "=", "imap").executeTakeFirst();
  return {
    state: cursor
      ? { state: cursor.state, error: cursor.error, checkedAt: cursor.checked_at?.getTime() ?? null }
      : null,
    hasPassword: secret !== undefined,
  };
}
