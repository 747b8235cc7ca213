/**
 * Consents of a record by channel, each with its proof: when, how and to which words a person agreed or took it back
 * (152-FZ, article 9; GDPR, article 7). Rows are never edited: the newest word of a channel counts.
 */
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb, writeChange } from "@/crm/verb.ts";
import { changeRecord, getRecord, lockOne, type RecordKind, RECORDS_CHANNEL, schemaOf } from "@/crm/record/mod.ts";
import { CHANNELS, type giveConsentSchema } from "@/crm/consents/schemas.ts";
import type { ConsentChannel } from "@/store/tables/records.ts";

export interface Consent {
  id: string;
  channel: ConsentChannel;
  granted: boolean;
  /** When the person said so, ms. */
  at: number;
  manner: string;
  proof: string;
  /** Who wrote it down: user id or `system`, and the user's name when there is one. */
  actor: string;
  actorName: string | null;
  writtenAt: number;
}

export interface ConsentState {
  /** Newest word of each channel; null: nothing is known. */
  current: Record<ConsentChannel, Consent | null>;
  /** Newest first. */
  history: Consent[];
}

/** A clock that runs ahead of ours is no lie. */
const AHEAD_MS = 5 * 60_000;
const MOST_SHOWN = 200;

/** null: there is no such record in reach. @throws {ForbiddenError} */
export async function listConsents(
  store: Store,
  access: Access,
  options: { kind: RecordKind; id: string },
): Promise<ConsentState | null> {
  if (!await getRecord(store, access, options)) return null;
  const rows = await store.db.selectFrom("consents as c")
    .leftJoin("users as u", (join) => join.on((eb) => eb(eb.cast("u.id", "text"), "=", eb.ref("c.actor"))))
    .select(["c.id", "c.channel", "c.granted", "c.at", "c.manner", "c.proof", "c.actor", "c.created_at", "u.name"])
    .where("c.record_id", "=", options.id)
    .orderBy("c.at", "desc").orderBy("c.created_at", "desc").orderBy("c.id", "desc").limit(MOST_SHOWN).execute();
  const history = rows.map(({ at, created_at, name, ...row }): Consent => ({
    ...row,
    at: at.getTime(),
    writtenAt: created_at.getTime(),
    actorName: name,
  }));
  const newest = (channel: ConsentChannel) => history.find((one) => one.channel === channel) ?? null;
  const current = Object.fromEntries(CHANNELS.map((channel) => [channel, newest(channel)]));
  return { current: current as ConsentState["current"], history };
}

/**
 * Writes down that a person agreed or took the consent back. Taking back calls also sets the record's do-not-call
 * mark; agreeing again does not take the mark away, somebody has to do that knowingly. @throws {ForbiddenError}
 */
export function giveConsent(
  store: Store,
  access: Access,
  input: z.output<typeof giveConsentSchema> & { kind: RecordKind },
): Promise<Result<null>> {
  const { kind, id, channel, granted } = input;
  return verb(store, access, {
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const at = input.at ?? new Date();
      if (at.getTime() > Date.now() + AHEAD_MS) throw new Refusal("consents.error.future");
      const schema = await schemaOf(store, kind);
      const before = await lockOne(trx, access, { kind, id, schema });
      const row = { id: newId(), kind, record_id: id, channel, granted, at, manner: input.manner, proof: input.proof };
      await trx.insertInto("consents").values({ ...row, actor: access.user }).execute();
      if (channel === "call" && !granted) {
        const values = { doNotCall: true };
        const { change } = await changeRecord(trx, access, { before, values, schema, trusted: true });
        if (change) await writeChange(trx, access, { change, cause: row.id });
      }
      const after = { channel, granted, at: at.toISOString(), manner: input.manner, proof: input.proof };
      const type = granted ? "consent.given" : "consent.withdrawn";
      return { value: null, change: { type, entity: { kind, id }, after } };
    },
  });
}
