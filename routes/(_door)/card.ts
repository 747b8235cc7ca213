/** Everything that the page of a record gives its island; one for all kinds. */
import { sql } from "kysely";
import { HttpError } from "fresh";
import type { Access } from "@/store/access.ts";
import { listConsents } from "@/crm/consents/mod.ts";
import { isId } from "@/crm/ids.ts";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { listDispositions } from "@/crm/queues/mod.ts";
import {
  type Field,
  fieldRight,
  getRecord,
  KINDS,
  linkedNames,
  PLURAL,
  reaches,
  reachOf,
  type RecordKind,
  schemaOf,
  visibleFields,
} from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { readTimeline, timelineSchema } from "@/crm/timeline/mod.ts";
import { hasMessage, t } from "@/locales/mod.ts";
import type { CardField, CardSetup, Option } from "@/components/records/card/types.ts";
import type { PastCall } from "@/components/desk/types.ts";
import { ANY_CALLS } from "@/components/shell/nav.ts";
import type { Ctx } from "./api.ts";
import { titleIn, zoneOf } from "./page.ts";
import { salesOptions, salesSetup } from "./sales.ts";

const CALLS_SHOWN = 10;

/** @throws {HttpError} 404 when there is no such record in reach, 403 when none of its kind may be seen */
export async function cardOf(ctx: Ctx, kind: RecordKind): Promise<CardSetup> {
  const { store, access, locale } = ctx.state;
  if (!access) throw new HttpError(401);
  if (reachOf(access, kind, "view") === "none") throw new HttpError(403);
  const { id } = ctx.params;
  const record = isId(id) ? await getRecord(store, access, { kind, id }) : null;
  if (!record) throw new HttpError(404);
  const { owner = null, team = null } = await holderOf(store, kind, id);
  const edit = reaches(access, kind, { action: "edit", owner, team });
  const seesCalls = ANY_CALLS.some((need) => access.permissions.has(need));
  const [fields, names, timeline, consents, calls, dispositions, mergedInto, sales, past] = await Promise.all([
    cardFields(store, access, { kind, edit, locale }),
    linkedNames(store, access, [record]),
    readTimeline(store, access, { ...timelineSchema.parse({ id }), kind }),
    listConsents(store, access, { kind, id }),
    seesCalls ? readTimeline(store, access, { kind, id, show: "calls", limit: CALLS_SHOWN }) : null,
    listDispositions(store, access, { archived: true }),
    record.archived ? mergeOf(store, access, { kind, id }) : null,
    kind === "deal" ? salesSetup(store, access) : null,
    kind === "deal" && reachOf(access, "lead", "view") !== "none"
      ? cardFields(store, access, { kind: "lead", edit: false, locale })
      : [],
  ]);
  const titles: Option[] = dispositions.map((one) => ({ value: one.code, title: titleIn(locale, one) }));
  return {
    kind,
    record,
    names,
    fields,
    timeline: timeline!,
    consents: consents!,
    calls: calls && calls.rows.flatMap((entry): PastCall[] =>
      entry.source !== "call" ? [] : [{
        id: entry.id,
        at: entry.at,
        direction: entry.direction,
        number: "",
        name: "",
        outcome: entry.outcome,
        talkMs: entry.talkMs,
        agentName: entry.actorName,
        disposition: titles.find(({ value }) => value === entry.disposition)?.title ?? entry.disposition,
      }]
    ),
    dispositions: titles,
    mergedInto,
    may: {
      edit,
      delete: edit && reachOf(access, kind, "delete") !== "none",
      merge: access.permissions.has("records.merge"),
      kinds: KINDS.filter((one) => reachOf(access, one, "view") !== "none"),
      kindsToEdit: KINDS.filter((one) => reachOf(access, one, "edit") !== "none"),
      audit: access.permissions.has("audit.view"),
    },
    sales,
    past,
    zone: zoneOf(ctx.state),
  };
}

/** The fields of a kind that the person sees, with words and options in the page's language. */
export async function cardFields(
  store: Store,
  access: Access,
  options: { kind: RecordKind; edit: boolean; locale: "ru" | "en" },
): Promise<CardField[]> {
  const { kind, locale } = options;
  const [schema, people, teams, sources, sales] = await Promise.all([
    schemaOf(store, kind),
    listPeople(store, access),
    listTeams(store, access),
    sourceOptions(store, locale),
    kind === "deal" ? salesOptions(store) : null,
  ]);
  const full = access.permissions.has("phones.full");
  const masked = new Set(["phones", "emails", "phone", "email"]);
  const offered = (field: Field): Option[] => {
    switch (field.type) {
      case "user":
        return people.filter(({ disabled }) => !disabled).map(({ id, name }) => ({ value: id, title: name }));
      case "team":
        return teams.map(({ id, name }) => ({ value: id, title: name }));
      case "source":
        return sources;
      case "pipeline":
      case "stage":
      case "loss-reason":
        return sales?.[field.type] ?? [];
      case "select":
      case "multi-select":
        return [
          ...field.choices.map((value) => ({ value, title: t(locale)(`records.${field.key}.${value}`) })),
          ...field.options.map((option) => ({ value: option.value, title: titleIn(locale, option) })),
        ];
      default:
        return [];
    }
  };
  return visibleFields(access, kind, schema).map((field) => ({
    key: field.key,
    type: field.type,
    label: field.title ? field.title[locale] : t(locale)(labelKey(kind, field.key, locale)),
    edit: options.edit && !field.readOnly && fieldRight(access, kind, field.key) === "edit" &&
      (full || !masked.has(field.type)),
    own: field.title !== null,
    required: field.required,
    max: field.max,
    target: field.target,
    options: offered(field),
  }));
}

/** Some fields are called otherwise in one kind: the name of a company is no first name. */
function labelKey(kind: RecordKind, key: string, locale: "ru" | "en"): string {
  const own = `card.field.${kind}.${key}`;
  return hasMessage(locale, own) ? own : `records.field.${key}`;
}

/** Owner and team also when the person may not see these fields: rights are of the record. */
async function holderOf(store: Store, kind: RecordKind, id: string) {
  const row = await store.db.selectFrom(PLURAL[kind]).select(["owner_id", "team_id"]).where("id", "=", id)
    .executeTakeFirst();
  return { owner: row?.owner_id ?? null, team: row?.team_id ?? null };
}

/** Where records come from. Built-in sources are called as the catalogues say. */
async function sourceOptions(store: Store, locale: "ru" | "en"): Promise<Option[]> {
  const { rows } = await sql<{ id: string; name: string; builtin: string | null }>`
    select id, name, builtin from sources where archived_at is null order by builtin nulls last, name`
    .execute(store.db);
  return rows.map(({ id, name, builtin }) => ({
    value: id,
    title: name || t(locale)(`card.source.${builtin ?? "manual"}`),
  }));
}

/** The merge by which a deleted record went into another one. */
async function mergeOf(
  store: Store,
  access: Access,
  options: { kind: RecordKind; id: string },
): Promise<CardSetup["mergedInto"]> {
  const merge = await store.db.selectFrom("merges").select(["id", "survivor_id"])
    .where("kind", "=", options.kind).where("undone_at", "is", null)
    .where(sql<boolean>`merged_ids @> array[${options.id}::uuid]`)
    .orderBy("created_at", "desc").limit(1).executeTakeFirst();
  if (!merge) return null;
  const survivor = await getRecord(store, access, { kind: options.kind, id: merge.survivor_id });
  return survivor ? { merge: merge.id, id: survivor.id, name: `${survivor.values.name ?? ""}` } : null;
}
