/** Review of duplicates, one kind at a time. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listPairs, pairsSchema } from "@/crm/duplicates/mod.ts";
import { CONTACTABLE, linkedNames, PLURAL, reachOf, type RecordKind } from "@/crm/record/mod.ts";
import { cardFields } from "@/routes/(_door)/card.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import DuplicateReview, { type ReviewProps } from "@/islands/DuplicateReview.tsx";
import { useT } from "@/components/i18n.ts";

interface Data extends ReviewProps {
  /** Kinds that the person may merge. */
  kinds: { kind: RecordKind; list: string }[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "records.merge");
    const { store, locale } = ctx.state;
    const kinds = CONTACTABLE.filter((kind) => reachOf(access, kind, "edit") !== "none");
    const kind = kinds.find((one) => one === ctx.url.searchParams.get("kind")) ?? kinds[0] ?? "contact";
    const pairs = await listPairs(store, access, pairsSchema.parse({ kind }));
    return page<Data>({
      kind,
      kinds: kinds.map((kind) => ({ kind, list: PLURAL[kind] })),
      first: { ...pairs, names: await linkedNames(store, access, pairs.records) },
      fields: await cardFields(store, access, { kind, edit: true, locale }),
      zone: zoneOf(ctx.state),
    });
  },
});

export default define.page<typeof handlers>(function DuplicatesPage({ data }) {
  const t = useT();
  const { kinds, ...review } = data;
  return (
    <>
      <Head>
        <title>{t("duplicates.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("duplicates.title")}</h1>
          <p>{t("duplicates.lead")}</p>
        </div>
      </div>
      <nav class="tabs" aria-label={t("duplicates.kinds")}>
        {kinds.map(({ kind, list }) => (
          <a
            key={kind}
            href={`/duplicates?kind=${kind}`}
            aria-current={kind === review.kind ? "page" : "false"}
          >
            {t(`records.kinds.${list}`)}
          </a>
        ))}
      </nav>
      <DuplicateReview {...review} />
    </>
  );
});
