/** Who changed what. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { ScrollText } from "lucide-preact";
import { type AuditEntry, listAudit, listAuditSchema, listPeople } from "@/crm/people/mod.ts";
import type { Page } from "@/crm/page.ts";
import { allowed, filled, withQuery, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
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
  "contact.",
  "call.",
  "site.",
];

interface Data {
  entries: Page<AuditEntry>;
  people: { id: string; name: string }[];
  actor: string;
  action: string;
  more: string | null;
  zone: Zone;
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "audit.view");
    const { store } = ctx.state;
    const raw = filled(ctx.url.searchParams);
    const parsed = listAuditSchema.safeParse(raw);
    const [entries, people] = await Promise.all([
      listAudit(store, access, parsed.success ? parsed.data : listAuditSchema.parse({})),
      listPeople(store, access),
    ]);
    return page<Data>({
      entries,
      people: people.map(({ id, name }) => ({ id, name })),
      actor: raw.actor ?? "",
      action: raw.action ?? "",
      more: entries.next ? withQuery(ctx.url, { after: entries.next }) : null,
      zone: zoneOf(ctx.state),
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
        <button type="submit" class="btn">{t("shell.apply")}</button>
        <a class="btn plain" href="/admin/audit">{t("shell.clear-filters")}</a>
      </form>
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
        : <AuditTable entries={data.entries.rows} zone={data.zone} />}
      {data.more && (
        <nav class="btn-row pager" aria-label={t("shell.pages")}>
          <a class="btn" href={data.more}>{t("shell.next-page")}</a>
        </nav>
      )}
    </>
  );
});
