/** The list that is shown, as a file: its words, conditions, order and columns. */
import { Download } from "lucide-preact";
import { Popover } from "@/components/records/list/Popover.tsx";
import { apiQuery } from "@/components/records/list/query.ts";
import type { List } from "@/components/records/list/useList.ts";
import { useT } from "@/components/i18n.ts";

export function ExportMenu(props: { list: List }) {
  const t = useT();
  const { list } = props;
  const query = apiQuery(list.state, list.rows.corrected);
  query.set("columns", list.state.columns.map(({ key }) => key).join(","));
  return (
    <Popover
      class="btn icon small"
      name={t("records.list.export")}
      title={t("records.list.export")}
      label={<Download size={16} aria-hidden="true" />}
    >
      {(close) => (
        <>
          <p class="menu-title">{t("records.list.export")}</p>
          {(["xlsx", "csv"] as const).map((format) => (
            <a
              key={format}
              href={`${list.path}/export?format=${format}&${query}`}
              download
              onClick={close}
            >
              {t(`records.list.export.${format}`)}
            </a>
          ))}
        </>
      )}
    </Popover>
  );
}
