/** What a person does with requests in the inbox: accept, decline, link, take back. One transaction and event each. */
import { type Selectable, sql, type Transaction } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb, writeChanges } from "@/crm/verb.ts";
import { type ContactableKind, lockOne, lockRows, reachOf, schemaOf, tell, type Values } from "@/crm/record/mod.ts";
import { attach, makeLead, tellInbox } from "@/crm/intake/requests/make_lead.ts";
import type { GivenConsent } from "@/crm/intake/requests/interpret.ts";
import { knownBy, lockPoints, pointsOf } from "@/crm/intake/requests/known.ts";
import { toSource } from "@/crm/intake/sources/sources.ts";
import type { IntakeRequestsTable, RequestState } from "@/store/tables/intake.ts";

type Row = Selectable<IntakeRequestsTable>;

/** In these a person may still decide. */
const OPEN: readonly RequestState[] = ["unsorted", "spam", "declined", "failed"];
/** What was decided can be taken back for so long. */
const UNDO_MS = 86_400_000;

export interface Handled {
  id: string;
  /** The lead or other record that it led to. */
  record: { kind: ContactableKind; id: string } | null;
}

/**
 * Makes a lead of the request. `assign`: by the source's rules (nobody there: to oneself), or to oneself at once.
 * Refuses when somebody else was quicker. @throws {ForbiddenError}
 */
export function acceptRequest(
  store: Store,
  access: Access,
  input: { id: string; assign: "rules" | "me" },
): Promise<Result<Handled>> {
  const me = access.user === "system" ? null : access.user;
  return verb(store, access, {
    permission: "inbox.handle",
    work: async (trx) => {
      const row = await lockRequest(trx, input.id, OPEN);
      if (!row.mapped) throw new Refusal("intake.error.unread");
      const source = toSource(
        await trx.selectFrom("sources").selectAll().where("id", "=", row.source_id)
          .executeTakeFirstOrThrow(),
      );
      const { values, consents } = row.mapped as { values: Values; consents: GivenConsent[] };
      await lockPoints(trx, pointsOf(values));
      const contact = (await knownBy(trx, pointsOf(values))).find((one) => one.kind === "contact")?.id ?? null;
      const lead = await makeLead(trx, access, {
        source,
        values: input.assign === "me" && me ? { ...values, owner: me } : values,
        consents,
        schema: await schemaOf(store, "lead"),
        request: row.id,
        receivedAt: row.received_at,
        contact,
        orElse: me,
        answered: source.acceptAnswers,
      });
      await decide(trx, access, {
        row,
        state: "accepted",
        set: { lead_id: lead.id, lead_version: lead.version, contact_id: contact },
      });
      return { value: { id: row.id, record: { kind: "lead", id: lead.id } }, change: changeOf(row, "accepted") };
    },
  });
}

/** @throws {ForbiddenError} */
export function declineRequest(
  store: Store,
  access: Access,
  input: { id: string; reason: string; spam: boolean },
): Promise<Result<Handled>> {
  return verb(store, access, {
    permission: "inbox.handle",
    work: async (trx) => {
      const row = await lockRequest(trx, input.id, ["unsorted", "spam", "failed"]);
      const state = input.spam ? "spam" : "declined";
      await decide(trx, access, { row, state, set: { reason: input.reason } });
      return {
        value: { id: row.id, record: null },
        change: changeOf(row, state, input.reason ? { reason: input.reason } : {}),
      };
    },
  });
}

/** Ties the request to a record that is there; what it said becomes an event of the record. @throws {ForbiddenError} */
export function linkRequest(
  store: Store,
  access: Access,
  input: { id: string; kind: ContactableKind; record: string },
): Promise<Result<Handled>> {
  return verb(store, access, {
    permission: "inbox.handle",
    work: async (trx) => {
      const row = await lockRequest(trx, input.id, OPEN);
      const { kind } = input;
      if (reachOf(access, kind, "view") === "none") throw new Refusal("records.error.no-record");
      const schema = await schemaOf(store, kind);
      const [record] = await lockRows(trx, access, { kind, ids: [input.record], action: "view", schema });
      if (!record || record.archived) throw new Refusal("records.error.no-record");
      const source = toSource(
        await trx.selectFrom("sources").selectAll().where("id", "=", row.source_id)
          .executeTakeFirstOrThrow(),
      );
      const mapped = row.mapped as { text?: string; consents?: GivenConsent[] } | null;
      await attach(trx, access, {
        kind,
        id: record.id,
        request: row.id,
        source,
        text: mapped?.text ?? "",
        at: row.received_at,
        consents: mapped?.consents ?? [],
      });
      await decide(trx, access, { row, state: "linked", set: { [`${kind}_id`]: record.id } });
      return {
        value: { id: row.id, record: { kind, id: record.id } },
        change: changeOf(row, "linked", { kind, record: record.id }),
      };
    },
  });
}

/**
 * Takes a decision of the last day back. A lead that accepting made is deleted, unless somebody has worked on it since.
 * @throws {ForbiddenError}
 */
export function undoRequest(store: Store, access: Access, input: { id: string }): Promise<Result<Handled>> {
  return verb(store, access, {
    permission: "inbox.handle",
    work: async (trx) => {
      const row = await lockRequest(trx, input.id, ["accepted", "declined", "linked", "spam"]);
      const fresh = row.handled_at && Date.now() - row.handled_at.getTime() < UNDO_MS;
      if (!row.handled_by || !fresh) throw new Refusal("intake.error.no-undo");
      if (row.state === "accepted" && row.lead_id) await takeLeadBack(trx, store, { access, row });
      if (row.state === "linked") await takeLinkBack(trx, access, row);
      await trx.updateTable("intake_requests").set({
        state: row.mapped ? "unsorted" : "failed",
        lead_id: null,
        lead_version: null,
        contact_id: null,
        company_id: null,
        handled_by: null,
        handled_at: null,
        reason: "",
        error: null,
      }).where("id", "=", row.id).execute();
      await tellInbox(trx, row.id);
      return { value: { id: row.id, record: null }, change: changeOf(row, "undone", { was: row.state }) };
    },
  });
}

async function takeLeadBack(
  trx: Transaction<Database>,
  store: Store,
  { access, row }: { access: Access; row: Row },
): Promise<void> {
  const schema = await schemaOf(store, "lead");
  const everything: Access = {
    ...access,
    permissions: new Set([...access.permissions, "leads.view.all", "leads.edit.all"]),
  };
  // The one who accepted may not be the one who has the lead now.
  const lead = await lockOne(trx, everything, { kind: "lead", id: row.lead_id!, schema });
  if (lead.version !== row.lead_version) throw new Refusal("intake.error.lead-changed");
  await sql`update leads set archived_at = now(), version = version + 1, updated_at = now()
    where id = ${lead.id}::uuid`.execute(trx);
  await writeChanges(trx, access, {
    changes: [{
      type: "lead.deleted",
      entity: { kind: "lead", id: lead.id },
      before: { archived: false },
      after: { archived: true, name: lead.values.name },
    }],
    cause: row.id,
  });
  await tell(trx, "lead", [lead.id]);
}

async function takeLinkBack(trx: Transaction<Database>, access: Access, row: Row): Promise<void> {
  for (const kind of ["lead", "contact", "company"] as const) {
    const id = row[`${kind}_id`];
    if (!id) continue;
    await writeChanges(trx, access, {
      changes: [{ type: `${kind}.request-unlinked`, entity: { kind, id }, data: { request: row.id } }],
      cause: row.id,
    });
    await tell(trx, kind, [id]);
  }
}

/** Many at once: each by itself, so that one that somebody else took does not stop the rest. */
export async function handleMany(
  ids: readonly string[],
  one: (id: string) => Promise<Result<Handled>>,
): Promise<{ done: Handled[]; refused: { id: string; code: string }[] }> {
  const done: Handled[] = [];
  const refused: { id: string; code: string }[] = [];
  for (const id of new Set(ids)) {
    const result = await one(id);
    if (result.ok) done.push(result.value);
    else refused.push({ id, code: result.code });
  }
  return { done, refused };
}

async function lockRequest(trx: Transaction<Database>, id: string, states: readonly RequestState[]): Promise<Row> {
  const row = await trx.selectFrom("intake_requests").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal("intake.error.no-request");
  if (!states.includes(row.state)) throw new Refusal("intake.error.handled");
  return row;
}

async function decide(
  trx: Transaction<Database>,
  access: Access,
  options: { row: Row; state: RequestState; set: Record<string, string | number | null> },
): Promise<void> {
  await trx.updateTable("intake_requests").set({
    ...options.set,
    state: options.state,
    handled_by: access.user === "system" ? null : access.user,
    handled_at: sql`now()`,
  }).where("id", "=", options.row.id).execute();
  await tellInbox(trx, options.row.id);
}

function changeOf(row: Row, what: string, after: Record<string, unknown> = {}) {
  return { type: `request.${what}`, entity: { kind: "request", id: row.id }, before: { state: row.state }, after };
}

/** @throws {ForbiddenError} */
export function requireInbox(access: Access): void {
  require(access, "inbox.handle");
}
