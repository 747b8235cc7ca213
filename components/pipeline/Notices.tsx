/** What has to be said about a board: a lost link, a refusal, nothing to show; each with the one way on. */
import { CloudOff, Plus, RefreshCw, SearchX, Settings, SquareKanban, TriangleAlert } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import type { BoardRights } from "@/components/pipeline/types.ts";
import type { BoardHook } from "@/components/pipeline/useBoard.ts";
import { useT } from "@/components/i18n.ts";

export function Notices(props: { board: BoardHook }) {
  const t = useT();
  const { board } = props;
  return (
    <>
      {board.status.value === "offline" && (
        <p class="note-box rl-notice" data-tone="warn" role="status" data-notice="offline">
          <CloudOff size={16} aria-hidden="true" />
          <span class="grow">{t("records.list.offline")}</span>
          <button
            type="button"
            class="btn small"
            onClick={() =>
              void board.load()}
          >
            {t("shell.retry")}
          </button>
        </p>
      )}
      {board.phase === "failed" && (
        <p class="note-box rl-notice" data-tone="bad" role="alert" data-notice="failed">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">
            {t("board.failed")}. {t(board.failure?.code ?? "shell.error.server", board.failure?.detail)}
          </span>
          <button type="button" class="btn small" onClick={() => void board.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {board.corrected && board.shown.text && (
        <p class="rl-corrected" role="status">{t("records.list.corrected", { text: board.corrected })}</p>
      )}
    </>
  );
}

/** A mark while cards may be of before. */
export function StaleMark(props: { board: BoardHook }) {
  const t = useT();
  if (props.board.status.value !== "stale") return null;
  return (
    <span class="badge" data-tone="warn" role="status" data-notice="stale">
      <RefreshCw size={12} aria-hidden="true" />
      {t("records.list.stale")}
    </span>
  );
}

/** No card in any column. */
export function Nothing(props: { board: BoardHook; may: BoardRights; onNew(): void }) {
  const t = useT();
  const { board, may } = props;
  if (board.shown.text || board.shown.filter.length > 0) {
    return (
      <Empty
        icon={SearchX}
        title={t("board.nothing")}
        action={
          <button type="button" class="btn" onClick={() => board.show({ text: "", filter: [] })}>
            {t("records.list.clear-filters")}
          </button>
        }
      >
        {t("board.nothing.hint")}
      </Empty>
    );
  }
  return (
    <Empty
      icon={SquareKanban}
      title={t("board.empty")}
      action={may.edit && (
        <button type="button" class="btn primary" onClick={props.onNew}>
          <Plus size={16} aria-hidden="true" />
          {t("board.new")}
        </button>
      )}
    >
      {may.edit && t("board.empty.hint")}
    </Empty>
  );
}

export function NoPipeline(props: { may: BoardRights }) {
  const t = useT();
  return (
    <Empty
      icon={SquareKanban}
      level="h1"
      title={t("board.none")}
      action={props.may.manage && (
        <a class="btn primary" href="/admin/pipelines">
          <Settings size={16} aria-hidden="true" />
          {t("board.set-up")}
        </a>
      )}
    >
      {t(props.may.manage ? "board.none.hint" : "board.none.hint.other")}
    </Empty>
  );
}
