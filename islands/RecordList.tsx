/** The list of leads, contacts or companies, where people live all day: dense, live, by mouse and by keys. */
import { ArrowUp, Plus } from "lucide-preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Condition } from "@/crm/record/types.ts";
import { ListConversion } from "@/components/leads/ListConversion.tsx";
import { isContactable } from "@/crm/record/kinds.ts";
import { BulkBar } from "@/components/records/list/BulkBar.tsx";
import { CellEditor } from "@/components/records/list/CellEditor.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { Columns, moved } from "@/components/records/list/Columns.tsx";
import { ExportMenu } from "@/components/records/list/ExportMenu.tsx";
import { Filters } from "@/components/records/list/Filters.tsx";
import { Grid } from "@/components/records/list/Grid.tsx";
import { NewRecord } from "@/components/records/list/NewRecord.tsx";
import { Nothing } from "@/components/records/list/Nothing.tsx";
import { Notices, StaleMark } from "@/components/records/list/Notices.tsx";
import { nextSort, sortText } from "@/components/records/list/query.ts";
import { insert } from "@/components/records/list/rows.ts";
import { SearchBox } from "@/components/records/list/SearchBox.tsx";
import { chooseAll, NONE } from "@/components/records/list/selection.ts";
import type { Column, ListSetup } from "@/components/records/list/types.ts";
import { useBulk } from "@/components/records/list/useBulk.ts";
import { useCellEdit } from "@/components/records/list/useCellEdit.ts";
import { useCursor } from "@/components/records/list/useCursor.ts";
import { useEdits } from "@/components/records/list/useEdits.ts";
import { useList } from "@/components/records/list/useList.ts";
import { useReturn } from "@/components/records/list/useReturn.ts";
import { ViewTabs } from "@/components/records/list/ViewTabs.tsx";
import { countText } from "@/components/records/list/words.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export default function RecordList(props: ListSetup) {
  const t = useT();
  const { kind, may } = props;
  const list = useList(props);
  const { rows, state, fields } = list;
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [creating, setCreating] = useState(props.fresh);
  const words = useMemo(() => ({ fields, names: rows.names, zone: props.zone }), [fields, rows.names, props.zone]);
  const edits = useEdits(list, words);
  const name = (id: string, text: string) => list.apply((rows) => ({ ...rows, names: { ...rows.names, [id]: text } }));

  const cursor = useCursor({
    list,
    grid,
    onOpen: (id) => location.assign(`/${PLURAL[kind]}/${id}`),
    onEdit: (active) => cell.begin(active),
    shortcuts: [
      { code: "Slash", run: () => search.current?.focus() },
      ...(may.edit ? [{ code: "KeyN", run: () => setCreating(true) }] : []),
    ],
  });
  const cell = useCellEdit(list, {
    edits,
    timeZone: props.zone.timeZone,
    onActive: cursor.setActive,
    focusGrid: () => grid.current?.focus({ preventScroll: true }),
  });
  useReturn(list, () => grid.current?.parentElement ?? null);
  const bulk = useBulk(list, { onDone: () => cursor.choose(NONE) });
  const setColumns = (columns: readonly Column[]) => list.show({ ...state, columns }, { keepRows: true });
  const setFilter = (filter: Condition[]) => list.show({ ...state, filter });
  const sorted = [...fields.values()].filter(({ sortable }) => sortable);
  const title = t(`records.kinds.${PLURAL[kind]}`);
  const empty = rows.order.length === 0 && list.phase !== "loading";
  const editing = cell.edit && fields.get(cell.edit.key);

  return (
    <div class="rl" data-kind={kind} data-phase={list.phase} data-link={list.status.value}>
      <div class="page-head rl-title">
        <div>
          <h1>{title}</h1>
          <span class="rl-count quiet" aria-live="polite">{list.count && countText(list.count, t)}</span>
          <StaleMark list={list} />
        </div>
        {may.edit && (
          <button
            type="button"
            class="btn primary"
            aria-keyshortcuts="N"
            title={t("records.list.key", { key: "N" })}
            onClick={() => setCreating(true)}
          >
            <Plus size={16} aria-hidden="true" />
            {t(`shell.command.new-${kind}`)}
          </button>
        )}
      </div>
      <ViewTabs list={list} mayShare={may.share} />
      <div class="rl-tools">
        <SearchBox
          input={search}
          text={state.text}
          label={t(isContactable(kind) ? "records.list.search" : "records.list.search-names")}
          onText={(text) => list.show({ ...list.state, text })}
          onDone={() => grid.current?.focus({ preventScroll: true })}
        />
        <Filters filter={state.filter} words={words} onChange={setFilter} onName={name} />
        <span class="grow" />
        <select
          class="select rl-sort-choice"
          aria-label={t("records.list.order")}
          value={sortText(state.sort)}
          onChange={(event) => {
            const field = event.currentTarget.value.replace(/^-/, "");
            list.show({ ...state, sort: { field, desc: event.currentTarget.value.startsWith("-") } });
          }}
        >
          {sorted.flatMap((field) =>
            [true, false].map((desc) => {
              const value = sortText({ field: field.key, desc });
              return (
                <option key={value} value={value} selected={value === sortText(state.sort)}>
                  {field.label} {desc ? "↓" : "↑"}
                </option>
              );
            })
          )}
        </select>
        <Columns columns={state.columns} fields={fields} onChange={setColumns} />
        {may.export && <ExportMenu list={list} />}
      </div>
      <Notices list={list} />
      <div class="rl-frame">
        {list.fresh.size > 0 && (
          <button
            type="button"
            class="rl-pill"
            onClick={() => {
              void list.load();
              grid.current?.parentElement?.scrollTo({ top: 0 });
              scrollTo({ top: 0 });
            }}
          >
            <ArrowUp size={14} aria-hidden="true" />
            {t("records.list.fresh", { count: list.fresh.size })}
          </button>
        )}
        {empty ? <Nothing list={list} may={may} onNew={() => setCreating(true)} /> : (
          <Grid
            list={list}
            words={words}
            selection={cursor.selection}
            active={cursor.active}
            edits={edits}
            label={title}
            grid={grid}
            head={{
              onChooseAll: cursor.toggleLoaded,
              onSort: (field) => list.show({ ...state, sort: nextSort(state.sort, field) }),
              onWidth: (key, width) =>
                setColumns(list.state.columns.map((one) => one.key === key ? { key, width } : one)),
              onMove: (key, to) => setColumns(moved(state.columns, key, to)),
            }}
            onActive={cursor.setActive}
            onBox={cursor.box}
            onEdit={(active) => void cell.begin(active)}
            onKeyDown={cursor.onKeyDown}
            editing={cell.edit}
            editor={cell.edit && editing && (
              <CellEditor
                key={`${cell.edit.id}-${cell.edit.key}`}
                field={editing}
                draft={cell.edit.draft}
                names={rows.names}
                onDraft={cell.type}
                onSave={cell.finish}
                onCancel={cell.cancel}
                onName={name}
              />
            )}
          />
        )}
        {list.phase === "more-failed" && (
          <p class="note-box rl-notice" data-tone="bad" role="alert" data-notice="more-failed">
            <span class="grow">{t(list.failure?.code ?? "shell.error.server", list.failure?.detail)}</span>
            <button
              type="button"
              class="btn small"
              onClick={() =>
                void list.more()}
            >
              {t("shell.retry")}
            </button>
          </p>
        )}
      </div>
      <BulkBar
        list={list}
        words={words}
        selection={cursor.selection}
        bulk={bulk}
        may={may}
        onAll={() => cursor.choose(chooseAll())}
        onNone={() => cursor.choose(NONE)}
        onName={name}
        actions={kind === "lead" && props.mayConvert && (
          <ListConversion
            list={list}
            selection={cursor.selection}
            zone={props.zone}
            onDone={() => cursor.choose(NONE)}
          />
        )}
      />
      <NewRecord
        kind={kind}
        path={list.path}
        open={creating}
        words={words}
        user={props.user}
        begin={props.begin}
        onClose={() => setCreating(false)}
        onMade={({ record, names }) => {
          setCreating(false);
          list.apply((rows) => insert(rows, record, names));
          cursor.setActive({ id: record.id, key: "name" });
          void list.recount();
          toast("good", t("records.list.made", { name: `${record.values.name ?? ""}` || t("card.unnamed") }), {
            label: t("records.list.open"),
            run: () => location.assign(`/${PLURAL[kind]}/${record.id}`),
          });
        }}
      />
    </div>
  );
}
