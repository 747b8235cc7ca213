/** Who changed what. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { ScrollText, X } from "lucide-preact";
import { type AuditEntry, listAudit, listAuditSchema, listPeople } from "@/crm/people/mod.ts";
import type { Page } from "@/crm/page.ts";
import { allowed, filled, withQuery, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { KINDS as RECORDS, PLURAL, reachOf, type RecordKind } from "@/crm/record/mod.ts";
import { type AuditWords, auditWords, filteredRecord } from "@/routes/(_door)/audit_words.ts";
import { AuditTable } from "@/components/admin/AuditTable.tsx";
import { Empty } from "@/components/Empty.tsx";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const KINDS = [
  "user.",
  "role.",
  "team.",
  "queue.",
  "number.",
  "pause-reason.",
  "disposition.",
  "skill.",
  "lead.",
  "contact.",
  "company.",
  "note.",
  "consent.",
  "records.",
  "call.",
  "model.",
  "site.",
];

interface Data {
  entries: Page<AuditEntry>;
  people: { id: string; name: string }[];
  actor: string;
  action: string;
  more: string | null;
  zone: Zone;
  words: AuditWords;
  /** What the list is filtered by. */
  record: { kind: RecordKind; id: string; name: string } | null;
  withoutRecord: string;
  kindsToEdit: RecordKind[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "audit.view");
    const { store, locale } = ctx.state;
    const raw = filled(ctx.url.searchParams);
    const parsed = listAuditSchema.safeParse(raw);
    const [entries, people, record] = await Promise.all([
      listAudit(store, access, parsed.success ? parsed.data : listAuditSchema.parse({})),
      listPeople(store, access),
      filteredRecord(store, access, { kind: raw.entityKind, id: raw.entityId }),
    ]);
    return page<Data>({
      entries,
      people: people.map(({ id, name }) => ({ id, name })),
      actor: raw.actor ?? "",
      action: raw.action ?? "",
      more: entries.next ? withQuery(ctx.url, { after: entries.next }) : null,
      zone: zoneOf(ctx.state),
      words: await auditWords(store, access, { entries: entries.rows, locale }),
      record,
      withoutRecord: withQuery(ctx.url, { entityKind: undefined, entityId: undefined, after: undefined }),
      kindsToEdit: RECORDS.filter((kind) => reachOf(access, kind, "edit") !== "none"),
    });
  },
});

export default define.page<typeof handlers>(function AuditPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.audit")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.audit")}</h1>
          <p>{t("admin.audit.lead")}</p>
        </div>
      </div>
      <form class="filters" role="search">
        <select class="select" name="actor" aria-label={t("admin.audit.actor")}>
          <option value="">{t("admin.audit.everybody")}</option>
          <option value="system" selected={data.actor === "system"}>{t("admin.audit.system")}</option>
          {data.people.map((one) => (
            <option key={one.id} value={one.id} selected={one.id === data.actor}>{one.name}</option>
          ))}
        </select>
        <select class="select" name="action" aria-label={t("admin.audit.action")}>
          <option value="">{t("admin.audit.everything")}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind} selected={kind === data.action}>
              {t(`admin.audit.kind.${kind.slice(0, -1)}`)}
            </option>
          ))}
        </select>
        {data.record && <input type="hidden" name="entityKind" value={data.record.kind} />}
        {data.record && <input type="hidden" name="entityId" value={data.record.id} />}
        <button type="submit" class="btn">{t("shell.apply")}</button>
        <a class="btn plain" href="/admin/audit">{t("shell.clear-filters")}</a>
      </form>
      {data.record && (
        <p class="row wrap audit-of">
          {t("admin.audit.of")}
          <a href={`/${PLURAL[data.record.kind]}/${data.record.id}`}>{data.record.name || t("card.unnamed")}</a>
          <a class="btn icon small plain" href={data.withoutRecord} aria-label={t("admin.audit.of.clear")}>
            <X size={14} aria-hidden="true" />
          </a>
        </p>
      )}
      {data.entries.rows.length === 0
        ? (
          <div class="card">
            <Empty
              icon={ScrollText}
              title={t("admin.audit.empty")}
              action={<a class="btn" href="/admin/audit">{t("shell.clear-filters")}</a>}
            />
          </div>
        )
        : (
          <AuditTable
            entries={data.entries.rows}
            zone={data.zone}
            {...data.words}
            kindsToEdit={data.kindsToEdit}
          />
        )}
      {data.more && (
        <nav class="btn-row pager" aria-label={t("shell.pages")}>
          <a class="btn" href={data.more}>{t("shell.next-page")}</a>
        </nav>
      )}
    </>
  );
});
