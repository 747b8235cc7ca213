/** Webhooks: addresses outside that are told of events. Made by people who see everything, since a receiver does. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { requireFullRights } from "@/crm/tokens/full_rights.ts";
import { bytesOf, isPublicAddress } from "@/crm/webhooks/address.ts";
import type { createWebhookSchema, updateWebhookSchema } from "@/crm/webhooks/schemas.ts";
import { newSecret } from "@/crm/webhooks/signature.ts";

const MOST_WEBHOOKS = 100;
/** Both secrets sign for so long after a change, so that the receiver can be changed without a gap. */
const GRACE_MS = 86_400_000;

/** A webhook as lists and programs see it; its secret is nowhere. */
export interface Webhook {
  id: string;
  name: string;
  url: string;
  events: string[];
  enabled: boolean;
  allowPrivate: boolean;
  /** First failure since the last success, ISO 8601. */
  failingSince: string | null;
  /** Why the program switched it off. */
  disabledReason: "failing" | "gone" | null;
  /** Until when the secret before this one signs too. */
  oldSecretUntil: string | null;
  version: number;
  createdAt: string;
}

const columns = [
  "id",
  "name",
  "url",
  "events",
  "enabled",
  "allow_private",
  "failing_since",
  "disabled_reason",
  "old_secret_until",
  "version",
  "created_at",
] as const;

interface Row {
  id: string;
  name: string;
  url: string;
  events: string[];
  enabled: boolean;
  allow_private: boolean;
  failing_since: Date | null;
  disabled_reason: Webhook["disabledReason"];
  old_secret_until: Date | null;
  version: number;
  created_at: Date;
}

function toWebhook(row: Row): Webhook {
  const grace = row.old_secret_until && row.old_secret_until.getTime() > Date.now() ? row.old_secret_until : null;
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    enabled: row.enabled,
    allowPrivate: row.allow_private,
    failingSince: row.failing_since?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    oldSecretUntil: grace?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}

/** @throws {ForbiddenError} */
export async function listWebhooks(store: Store, access: Access): Promise<Webhook[]> {
  require(access, "api.manage");
  const rows = await store.db.selectFrom("webhooks").select(columns).orderBy("created_at").orderBy("id").execute();
  return rows.map(toWebhook);
}

/** null: there is none. @throws {ForbiddenError} */
export async function getWebhook(store: Store, access: Access, options: { id: string }): Promise<Webhook | null> {
  require(access, "api.manage");
  const row = await store.db.selectFrom("webhooks").select(columns).where("id", "=", options.id).executeTakeFirst();
  return row ? toWebhook(row) : null;
}

/** The answer holds the secret, this once. @throws {ForbiddenError} */
export function createWebhook(
  store: Store,
  access: Access,
  input: z.output<typeof createWebhookSchema>,
): Promise<Result<{ webhook: Webhook; secret: string }>> {
  return verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      requireFullRights(access);
      if (access.user === "system") throw new Refusal("api.error.by-hand");
      requireReachable(access, input, null);
      const { count } = await trx.selectFrom("webhooks").select(sql<number>`count(*)::int`.as("count"))
        .executeTakeFirstOrThrow();
      if (count >= MOST_WEBHOOKS) throw new Refusal("webhooks.error.too-many", { most: MOST_WEBHOOKS });
      const secret = newSecret();
      const { allowPrivate, ...fields } = input;
      const row = await trx.insertInto("webhooks")
        .values({ id: newId(), ...fields, allow_private: allowPrivate, secret, owner_id: access.user })
        .returning(columns).executeTakeFirstOrThrow();
      const change = { type: "webhook.created", entity: { kind: "webhook", id: row.id }, after: input };
      return { value: { webhook: toWebhook(row), secret }, change };
    },
  });
}

/** Switching it on again forgets that it failed. @throws {ForbiddenError} */
export function updateWebhook(
  store: Store,
  access: Access,
  input: z.output<typeof updateWebhookSchema> & { id: string },
): Promise<Result<Webhook>> {
  return verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      requireFullRights(access);
      const before = await lockWebhook(trx, input.id);
      if (input.version !== undefined && input.version !== before.version) throw new Refusal("webhooks.error.stale");
      const { id, version: _, ...given } = input;
      const next = { ...pick(before), ...given };
      requireReachable(access, next, before);
      const changed = difference(pick(before), next);
      if (!changed) return { value: before, change: null };
      const fresh = next.enabled && (!before.enabled || next.url !== before.url);
      const { allowPrivate, ...fields } = next;
      const row = await trx.updateTable("webhooks").set({
        ...fields,
        allow_private: allowPrivate,
        ...(fresh ? { failing_since: null, failures: 0, paused_until: null, disabled_reason: null } : {}),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", id).returning(columns).executeTakeFirstOrThrow();
      return {
        value: toWebhook(row),
        change: { type: "webhook.updated", entity: { kind: "webhook", id }, ...changed },
      };
    },
  });
}

/** Its deliveries go with it. @throws {ForbiddenError} */
export function removeWebhook(store: Store, access: Access, options: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      const before = await lockWebhook(trx, options.id);
      await trx.deleteFrom("webhooks").where("id", "=", options.id).execute();
      const entity = { kind: "webhook", id: options.id };
      return { value: null, change: { type: "webhook.removed", entity, before: pick(before) } };
    },
  });
}

/** A new secret; the old one signs too for a day. The answer holds the new one, this once. @throws {ForbiddenError} */
export function rotateSecret(
  store: Store,
  access: Access,
  options: { id: string; now?: number },
): Promise<Result<{ secret: string; oldSecretUntil: string }>> {
  return verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      requireFullRights(access);
      await lockWebhook(trx, options.id);
      const secret = newSecret();
      const until = new Date((options.now ?? Date.now()) + GRACE_MS);
      await trx.updateTable("webhooks").set({
        secret,
        old_secret: sql`secret`,
        old_secret_until: until,
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", options.id).execute();
      const entity = { kind: "webhook", id: options.id };
      const value = { secret, oldSecretUntil: until.toISOString() };
      return { value, change: { type: "webhook.secret-rotated", entity, after: { oldSecretUntil: until } } };
    },
  });
}

export async function lockWebhook(trx: Transaction<Database>, id: string): Promise<Webhook> {
  const row = await trx.selectFrom("webhooks").select(columns).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal("webhooks.error.no-webhook");
  return toWebhook(row);
}

const pick = ({ name, url, events, enabled, allowPrivate }: Webhook) => ({ name, url, events, enabled, allowPrivate });

/**
 * Personal data goes out encrypted, and into the network inside only where settings may be changed. Names are looked at
 * when it is sent, and each time anew.
 */
function requireReachable(
  access: Access,
  next: { url: string; allowPrivate: boolean },
  before: { allowPrivate: boolean; url: string } | null,
): void {
  const opened = next.allowPrivate && (!before?.allowPrivate || next.url !== before.url);
  if (opened && !access.permissions.has("settings.manage")) throw new Refusal("webhooks.error.inside");
  if (next.allowPrivate) return;
  const { protocol, hostname } = new URL(next.url);
  if (protocol !== "https:") throw new Refusal("webhooks.error.https");
  const host = hostname.replace(/^\[|\]$/g, "");
  if (bytesOf(host) ? !isPublicAddress(host) : host === "localhost" || host.endsWith(".localhost")) {
    throw new Refusal("webhooks.error.private-address");
  }
}
