/** Requests from outside, to be sorted. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listPeople } from "@/crm/people/mod.ts";
import { CONTACTABLE, reachOf, visibleFields } from "@/crm/record/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { namedSources } from "@/routes/(_door)/sources.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { Filter } from "@/components/intake/inbox.ts";
import type { InboxSetup } from "@/components/intake/types.ts";
import Inbox from "@/islands/Inbox.tsx";
import { t as wordsOf } from "@/locales/mod.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "inbox.handle");
    const { store, locale } = ctx.state;
    const [people, schema, sources] = await Promise.all([
      listPeople(store, access),
      schemaOf(store, "lead"),
      namedSources(ctx.state),
    ]);
    const say = wordsOf(locale);
    const fields = visibleFields(access, "lead", schema)
      .map((field) => [field.key, field.title?.[locale] ?? say(`records.field.${field.key}`)]);
    const { searchParams } = ctx.url;
    return page<{ setup: InboxSetup; filter: Filter }>({
      setup: {
        zone: zoneOf(ctx.state),
        sources,
        people: Object.fromEntries(people.map(({ id, name }) => [id, name])),
        fields: Object.fromEntries(fields),
        kinds: CONTACTABLE.filter((kind) => reachOf(access, kind, "view") !== "none"),
        mayManage: access.permissions.has("sources.manage"),
      },
      filter: { state: searchParams.get("state") ?? "unsorted", source: searchParams.get("source") ?? "" },
    });
  },
});

export default define.page<typeof handlers>(function InboxPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.inbox")} · {t("shell.product")}</title>
      </Head>
      <Inbox {...data} />
    </>
  );
});
