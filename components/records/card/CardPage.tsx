/** The page around the card of a record, the same for every kind. */
import { Head } from "fresh/runtime";
import { ChevronRight } from "lucide-preact";
import type { CardSetup } from "@/components/records/card/types.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";
import RecordCard from "@/islands/RecordCard.tsx";

export function CardPage(props: { setup: CardSetup }) {
  const t = useT();
  const { setup } = props;
  const name = `${setup.record.values.name ?? ""}` || t("card.unnamed");
  const list = PLURAL[setup.kind];
  return (
    <>
      <Head>
        <title>{name} · {t("shell.product")}</title>
      </Head>
      <nav class="crumbs" aria-label={t("shell.crumbs")}>
        <a href={`/${list}`}>{t(`records.kinds.${list}`)}</a>
        <ChevronRight size={13} aria-hidden="true" />
      </nav>
      <RecordCard {...setup} />
    </>
  );
}
