/** What has to be said about a list: corrected words, a lost link, a refusal; each with the one way on. */
import { CloudOff, Info, RefreshCw, TriangleAlert } from "lucide-preact";
import type { List } from "@/components/records/list/useList.ts";
import { useT } from "@/components/i18n.ts";

export function Notices(props: { list: List }) {
  const t = useT();
  const { list } = props;
  const { corrected } = list.rows;
  const link = list.status.value;
  const refused = list.phase === "failed" && list.rows.order.length > 0;
  return (
    <>
      {link === "offline" && (
        <p class="note-box rl-notice" data-tone="warn" role="status" data-notice="offline">
          <CloudOff size={16} aria-hidden="true" />
          <span class="grow">{t("records.list.offline")}</span>
          <button type="button" class="btn small" onClick={() => void list.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {refused && (
        <p class="note-box rl-notice" data-tone="bad" role="alert" data-notice="failed">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">{t(list.failure?.code ?? "shell.error.server", list.failure?.detail)}</span>
          <button type="button" class="btn small" onClick={() => void list.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {corrected && list.state.text && (
        <p class="rl-corrected" role="status">
          {t("records.list.corrected", { text: corrected })}
        </p>
      )}
      {list.tab.dropped && (
        <p class="note-box rl-notice" data-tone="warn">
          <Info size={16} aria-hidden="true" />
          <span class="grow">{t("views.dropped")}</span>
        </p>
      )}
    </>
  );
}

/** A mark by the count while rows may be of before. */
export function StaleMark(props: { list: List }) {
  const t = useT();
  if (props.list.status.value !== "stale") return null;
  return (
    <span class="badge" data-tone="warn" role="status">
      <RefreshCw size={12} aria-hidden="true" />
      {t("records.list.stale")}
    </span>
  );
}
