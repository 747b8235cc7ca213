/** The server that letters go out by: set up once for the installation. The password goes in and never comes out. */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { MailSecurity } from "@/store/tables/notices.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { MailServerInput } from "@/crm/mail_out/schemas.ts";

export interface MailServer {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  hasPassword: boolean;
  senderName: string;
  senderAddress: string;
  enabled: boolean;
  version: number;
  /** Last letter; null: none was sent yet. */
  triedAt: string | null;
  /** A word for `mail.reason.<word>` when the last one failed. */
  error: string | null;
}

/** With what sending needs; for the server's own use. */
export interface MailAccount extends MailServer {
  password: string | null;
}

/** null: none is set up. @throws {ForbiddenError} */
export async function getMailServer(store: Store, access: Access): Promise<MailServer | null> {
  require(access, "mail.manage");
  const account = await mailAccount(store);
  return account && shown(account);
}

export async function mailAccount(store: Store): Promise<MailAccount | null> {
  const row = await store.db.selectFrom("mail_server").selectAll().executeTakeFirst();
  return row
    ? {
      host: row.host,
      port: row.port,
      security: row.security,
      username: row.username,
      password: row.password,
      hasPassword: row.password !== null,
      senderName: row.sender_name,
      senderAddress: row.sender_address,
      enabled: row.enabled,
      version: row.version,
      triedAt: row.tried_at?.toISOString() ?? null,
      error: row.error,
    }
    : null;
}

/**
 * Sets the server up or changes it. A password that stays goes only where it went before: with another host or user it
 * must be typed again, or whoever may change the host could have it sent to themselves. @throws {ForbiddenError}
 */
export function updateMailServer(store: Store, access: Access, input: MailServerInput): Promise<Result<MailServer>> {
  return verb(store, access, {
    permission: "mail.manage",
    work: async (trx) => {
      const old = await trx.selectFrom("mail_server").selectAll().forUpdate().executeTakeFirst();
      if (old && input.version !== undefined && input.version !== old.version) throw new Refusal("mail.error.changed");
      const moved = !old || old.host !== input.host || old.port !== input.port || old.username !== input.username ||
        (old.security !== "none" && input.security === "none");
      if (old?.password && input.password === undefined && moved && input.username !== "") {
        throw new Refusal("mail.error.password-again");
      }
      const kept = input.password === undefined ? (moved ? null : old.password) : input.password || null;
      const settings = {
        host: input.host,
        port: input.port,
        security: input.security,
        username: input.username,
        sender_name: input.senderName,
        sender_address: input.senderAddress,
        enabled: input.enabled,
      };
      const { rows: [row] } = await sql<{ version: number }>`
        insert into mail_server as m (host, port, security, username, password, sender_name, sender_address, enabled)
        values (${input.host}, ${input.port}, ${input.security}, ${input.username}, ${kept}, ${input.senderName},
          ${input.senderAddress}, ${input.enabled})
        on conflict (one) do update set host = excluded.host, port = excluded.port, security = excluded.security,
          username = excluded.username, password = excluded.password, sender_name = excluded.sender_name,
          sender_address = excluded.sender_address, enabled = excluded.enabled, version = m.version + 1,
          updated_at = now()
        returning version`.execute(trx);
      const before = old && Object.fromEntries(
        Object.keys(settings).map((key) => [key, old[key as keyof typeof settings]]),
      );
      const entity = { kind: "mail-server", id: "main" };
      const after = { ...settings, ...(input.password === undefined ? {} : { passwordChanged: true }) };
      const changed = before ? difference(before, after) : { after };
      return {
        value: {
          host: input.host,
          port: input.port,
          security: input.security,
          username: input.username,
          hasPassword: kept !== null,
          senderName: input.senderName,
          senderAddress: input.senderAddress,
          enabled: input.enabled,
          version: row.version,
          triedAt: old?.tried_at?.toISOString() ?? null,
          error: old?.error ?? null,
        },
        change: changed && { type: "mail-server.updated", entity, ...changed },
      };
    },
  });
}

/** What came of the last letter. */
export async function markMail(store: Store, error: string | null): Promise<void> {
  await sql`update mail_server set tried_at = now(), error = ${error}`.execute(store.db);
}

function shown({ password: _, ...server }: MailAccount): MailServer {
  return server;
}
