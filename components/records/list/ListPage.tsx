/** The page around a list of records, the same for every kind. */
import { Head } from "fresh/runtime";
import { PLURAL } from "@/components/records/card/useCard.ts";
import type { ListSetup } from "@/components/records/list/types.ts";
import { useT } from "@/components/i18n.ts";
import RecordList from "@/islands/RecordList.tsx";

export function ListPage(props: { setup: ListSetup }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t(`records.kinds.${PLURAL[props.setup.kind]}`)} · {t("shell.product")}</title>
      </Head>
      <RecordList {...props.setup} />
    </>
  );
}
