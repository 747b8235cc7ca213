/** A list with no rows says why and offers the one useful thing. */
import { ArchiveRestore, FileInput, Plus, SearchX, ServerCrash, Users } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import { stateOf } from "@/components/records/list/query.ts";
import type { ListRights } from "@/components/records/list/types.ts";
import type { List } from "@/components/records/list/useList.ts";
import { useT } from "@/components/i18n.ts";

export function Nothing(props: { list: List; may: ListRights; onNew(): void }) {
  const t = useT();
  const { list, may } = props;
  const { state, tabs } = list;
  if (list.phase === "failed") {
    return (
      <Empty
        icon={ServerCrash}
        title={t("records.list.failed")}
        action={<button type="button" class="btn primary" onClick={() => void list.load()}>{t("shell.retry")}</button>}
      >
        {t(list.failure?.code ?? "shell.error.server", list.failure?.detail)}
      </Empty>
    );
  }
  if (state.text || state.filter.length > 0) {
    return (
      <Empty
        icon={SearchX}
        title={t("records.list.nothing")}
        action={
          <button
            type="button"
            class="btn"
            onClick={() => list.show({ ...stateOf(tabs[0]), columns: state.columns, archived: state.archived })}
          >
            {t("records.list.clear-filters")}
          </button>
        }
      >
        {t("records.list.nothing.hint")}
      </Empty>
    );
  }
  if (state.archived) {
    return (
      <Empty
        icon={ArchiveRestore}
        title={t("records.list.no-deleted")}
        action={<button type="button" class="btn" onClick={() => list.open(tabs[0].id)}>{t("card.to-list")}</button>}
      >
        {t("records.list.no-deleted.hint")}
      </Empty>
    );
  }
  return (
    <Empty
      icon={Users}
      title={t(`records.list.empty.${list.kind}`)}
      action={
        <span class="btn-row">
          {may.edit && (
            <button type="button" class="btn primary" onClick={props.onNew}>
              <Plus size={16} aria-hidden="true" />
              {t(`shell.command.new-${list.kind}`)}
            </button>
          )}
          {may.import && (
            <a class="btn" href="/import">
              <FileInput size={16} aria-hidden="true" />
              {t("records.list.import")}
            </a>
          )}
        </span>
      }
    >
      {t("records.list.empty.hint")}
    </Empty>
  );
}
