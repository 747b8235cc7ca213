/** What can be done to the chosen rows. It stands over the list's end while anything is chosen. */
import { ArchiveRestore, PencilLine, Tags as TagsIcon, Trash2, UserRound, X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { SetField, SetTags } from "@/components/records/list/BulkPanels.tsx";
import { ExportMenu } from "@/components/records/list/ExportMenu.tsx";
import { Popover } from "@/components/records/list/Popover.tsx";
import type { Selection } from "@/components/records/list/selection.ts";
import type { ListRights, ListWords } from "@/components/records/list/types.ts";
import type { Bulk, Deed } from "@/components/records/list/useBulk.ts";
import type { List } from "@/components/records/list/useList.ts";
import { countText, offered } from "@/components/records/list/words.ts";
import { useT } from "@/components/i18n.ts";

/** Phones and e-mails are each record's own; a name too. */
const NEVER_ALIKE = ["name", "phones", "emails", "lines"];

export interface BulkBarProps {
  list: List;
  words: ListWords;
  selection: Selection;
  bulk: Bulk;
  may: ListRights;
  onAll(): void;
  onNone(): void;
  onName(id: string, name: string): void;
  /** What only this kind can. */
  actions?: ComponentChildren;
}

export function BulkBar(props: BulkBarProps) {
  const t = useT();
  const { list, selection, bulk, may, words } = props;
  const { rows, count, state } = list;
  const chosen = selection.all ? count?.count ?? rows.order.length : selection.ids.size;
  if (chosen === 0 && !bulk.progress) return null;
  const run = (deed: Deed) => void bulk.run(deed, selection);
  const fields = [...words.fields.values()].filter(({ edit, key }) => edit && !NEVER_ALIKE.includes(key));
  const owner = fields.find(({ key }) => key === "owner");
  const tags = fields.find(({ key }) => key === "tags");
  const busy = bulk.progress !== null;
  const whole = rows.order.length >= (count?.count ?? 0) && !count?.more;
  const { progress } = bulk;
  return (
    <div class="rl-bulk" role="region" aria-label={t("records.list.bulk")}>
      <span class="rl-bulk-count" role="status">
        {progress
          ? progress.of === null
            ? t("records.list.working")
            : t("records.list.progress", { done: progress.done, of: progress.of })
          : selection.all
          ? t("records.list.chosen-all", { count: count ? countText(count, t) : chosen })
          : t("records.list.chosen", { count: chosen })}
      </span>
      {progress && (
        <progress
          max={progress.of ?? undefined}
          value={progress.of === null ? undefined : progress.done}
          aria-label={t("records.list.working")}
        />
      )}
      {!busy && !selection.all && selection.ids.size >= rows.order.length && !whole && !state.archived && count && (
        <button type="button" class="btn small plain" onClick={props.onAll}>
          {t("records.list.choose-all", { count: countText(count, t) })}
        </button>
      )}
      <span class="grow" />
      {!busy && props.actions}
      {!state.archived && owner && (
        <Popover
          class="btn small"
          panel="rl-panel"
          disabled={busy}
          name={t("records.list.set-owner", { field: owner.label })}
          label={
            <>
              <UserRound size={15} aria-hidden="true" />
              <span>{owner.label}</span>
            </>
          }
        >
          {(close) => (
            <div class="rl-pick-list">
              {[...offered(owner), { value: "", title: t("card.no-owner") }].map((option) => (
                <button
                  type="button"
                  key={option.value}
                  onClick={() => {
                    close();
                    run({ path: "bulk", body: { values: { owner: option.value || null } } });
                  }}
                >
                  {option.title}
                </button>
              ))}
            </div>
          )}
        </Popover>
      )}
      {!state.archived && fields.length > 0 && (
        <Popover
          class="btn small"
          panel="rl-panel"
          disabled={busy}
          name={t("records.list.set-field")}
          label={
            <>
              <PencilLine size={15} aria-hidden="true" />
              <span>{t("records.list.set-field.short")}</span>
            </>
          }
        >
          {(close) => (
            <SetField
              fields={fields}
              words={words}
              onName={props.onName}
              onSet={(values) => {
                close();
                run({ path: "bulk", body: { values } });
              }}
            />
          )}
        </Popover>
      )}
      {!state.archived && tags && (
        <Popover
          class="btn small"
          panel="rl-panel"
          disabled={busy}
          name={t("records.list.set-tags", { field: tags.label })}
          label={
            <>
              <TagsIcon size={15} aria-hidden="true" />
              <span>{tags.label}</span>
            </>
          }
        >
          {(close) => (
            <SetTags
              onSet={(body) => {
                close();
                run({ path: "bulk", body });
              }}
            />
          )}
        </Popover>
      )}
      {may.export && <ExportMenu list={list} />}
      {may.delete && (state.archived
        ? !selection.all && (
          <button
            type="button"
            class="btn small"
            disabled={busy}
            onClick={() => run({ path: "restore" })}
          >
            <ArchiveRestore size={15} aria-hidden="true" />
            <span>{t("card.restore")}</span>
          </button>
        )
        : (
          <button
            type="button"
            class="btn small danger-quiet"
            aria-label={t("card.delete")}
            disabled={busy}
            onClick={() => run({ path: "delete" })}
          >
            <Trash2 size={15} aria-hidden="true" />
            <span>{t("card.delete")}</span>
          </button>
        ))}
      <button
        type="button"
        class="btn icon small plain"
        aria-label={t("records.list.choose-none")}
        disabled={busy}
        onClick={props.onNone}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
