/** A pipeline's board: deals as cards in columns, moved by mouse, touch and keys, live for everybody who looks at it. */
import { ChevronDown, List, Plus, Settings } from "lucide-preact";
import { useComputed } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { AskDialog, asking } from "@/components/pipeline/AskDialog.tsx";
import { BoardState } from "@/components/pipeline/board_state.ts";
import { ChosenBar } from "@/components/pipeline/ChosenBar.tsx";
import { Column } from "@/components/pipeline/Column.tsx";
import { choose, type Deck, newDeck } from "@/components/pipeline/deck.ts";
import { MoveMenu } from "@/components/pipeline/MoveMenu.tsx";
import { type Moves, moves as movesOf } from "@/components/pipeline/moves.ts";
import { NoPipeline, Nothing, Notices, StaleMark } from "@/components/pipeline/Notices.tsx";
import { StageTabs } from "@/components/pipeline/StageTabs.tsx";
import type { BoardSetup } from "@/components/pipeline/types.ts";
import { useBoard } from "@/components/pipeline/useBoard.ts";
import { useDrag } from "@/components/pipeline/useDrag.ts";
import { useKeys } from "@/components/pipeline/useKeys.ts";
import { Filters } from "@/components/records/list/Filters.tsx";
import { Popover } from "@/components/records/list/Popover.tsx";
import { SearchBox } from "@/components/records/list/SearchBox.tsx";
import { useT } from "@/components/i18n.ts";

export default function Board(props: BoardSetup) {
  return props.board ? <OpenBoard {...props} board={props.board} /> : <NoPipeline may={props.may} />;
}

function OpenBoard(props: BoardSetup & { board: NonNullable<BoardSetup["board"]> }) {
  const t = useT();
  const { pipeline } = props.board;
  const deck = useMemo<Deck>(() => newDeck(props, t, new BoardState(props.board)), []);
  const board = useBoard(deck, pipeline.id);
  const latest = useRef(board);
  latest.current = board;
  const { question, ask } = useMemo(asking, []);
  const moves = useMemo<Moves>(() => movesOf(deck, () => latest.current, ask), []);
  const attach = useDrag(deck, () => moves);
  const search = useRef<HTMLInputElement>(null);
  const columns = useRef<HTMLDivElement>(null);
  const [creating, setCreating] = useState<string | null>(null);
  const onKeyDown = useKeys(deck, { moves: () => moves, search: () => search.current?.focus(), create: setCreating });
  const [names, setNames] = useState(props.board.names);
  const fields = useMemo(() => new Map(props.fields.map((field) => [field.key, field])), [props.fields]);
  const people = useMemo(
    () => new Map((fields.get("owner")?.options ?? []).map(({ value, title }) => [value, title])),
    [fields],
  );
  const words = useMemo(() => ({ fields, names, zone: props.zone }), [fields, names, props.zone]);
  const state = deck.state.value;
  // Computed, so that a move draws two columns and not the whole page.
  const empty =
    useComputed(() =>
      deck.state.value.columns.every(({ totals, order }) => totals.value.deals === 0 && order.value.length === 0)
    ).value;
  useEffect(() => {
    document.cookie = `kommutator-pipeline=${pipeline.id}; path=/; max-age=31536000; samesite=lax`;
  }, []);
  useEffect(() => {
    // Tab comes to the first card, until another one was looked at.
    const known = deck.active.peek();
    if (known === null || !state.card(known)) {
      deck.active.value = state.columns.find(({ order }) => order.peek().length > 0)?.order.peek()[0] ?? null;
    }
  }, [state, empty]);
  const choosing = useComputed(() => deck.chosen.value.size > 0);
  const create = (stage: string | undefined) => {
    if (stage === undefined) return;
    setCreating(stage);
    columns.current?.querySelector(`.bd-column[data-stage="${stage}"]`)?.scrollIntoView({ inline: "nearest" });
  };
  /** Ctrl chooses a card, Shift all between it and the last one. */
  const onClick = (event: MouseEvent) => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>(".bd-card") : null;
    const id = card?.dataset.id;
    if (!id || (event.target as Element).closest("button")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault();
      const order = state.column(state.card(id)!.peek().card.stage)!.order.peek();
      const last = deck.active.peek();
      const [from, to] = [order.indexOf(last ?? id), order.indexOf(id)].sort((a, b) => a - b);
      const range = event.shiftKey && from >= 0 ? order.slice(from, to + 1) : [id];
      choose(deck, range, event.shiftKey || !deck.chosen.peek().has(id));
      deck.active.value = id;
      return;
    }
    if ((event.target as Element).closest("a")) return;
    if (deck.chosen.peek().size > 0) return choose(deck, [id], !deck.chosen.peek().has(id));
    location.assign(`/deals/${id}`);
  };
  const first = state.columns.find(({ stage }) => stage.type === "open")?.stage.id ?? state.columns[0]?.stage.id;
  return (
    <div
      class="bd"
      data-phase={board.phase}
      data-link={board.status.value}
      data-pipeline={pipeline.id}
      data-choosing={choosing.value || undefined}
    >
      <div class="page-head bd-title">
        <div>
          {props.pipelines.length > 1
            ? (
              <h1>
                <Popover
                  class="bd-switch"
                  name={t("board.pipeline", { name: pipeline.name })}
                  label={
                    <>
                      <span class="clip">{pipeline.name}</span>
                      <ChevronDown size={18} aria-hidden="true" />
                    </>
                  }
                >
                  {() => (
                    <>
                      <p class="menu-title">{t("board.pipelines")}</p>
                      {props.pipelines.map(({ id, name }) => (
                        <a key={id} href={`/board/${id}`} aria-current={id === pipeline.id ? "page" : undefined}>
                          {name}
                        </a>
                      ))}
                    </>
                  )}
                </Popover>
              </h1>
            )
            : <h1>{pipeline.name}</h1>}
          <StaleMark board={board} />
        </div>
        <div class="btn-row">
          <a class="btn plain" href="/deals" title={t("board.to-list")}>
            <List size={16} aria-hidden="true" />
            <span class="bd-wide">{t("board.to-list")}</span>
          </a>
          {props.may.manage && (
            <a class="btn icon plain" href="/admin/pipelines" aria-label={t("board.set-up")} title={t("board.set-up")}>
              <Settings size={16} aria-hidden="true" />
            </a>
          )}
          {props.may.edit && (
            <button
              type="button"
              class="btn primary"
              aria-keyshortcuts="N"
              aria-label={t("board.new")}
              onClick={() => create(first)}
            >
              <Plus size={16} aria-hidden="true" />
              <span class="bd-wide">{t("board.new")}</span>
            </button>
          )}
        </div>
      </div>
      <div class="rl-tools">
        <SearchBox
          input={search}
          text={board.shown.text}
          label={t("records.list.search-names")}
          onText={(text) => board.show({ ...board.shown, text })}
          onDone={() => document.querySelector<HTMLElement>(".bd-card")?.focus()}
        />
        <Filters
          filter={board.shown.filter}
          words={words}
          onChange={(filter) => board.show({ ...board.shown, filter })}
          onName={(id, name) => setNames((now) => ({ ...now, [id]: name }))}
        />
      </div>
      <Notices board={board} />
      <StageTabs deck={deck} columns={columns} />
      <div
        ref={columns}
        class="bd-columns"
        data-busy={board.phase === "loading" || undefined}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        {state.columns.map((column) => (
          <Column
            key={column.stage.id}
            column={column}
            deck={deck}
            people={people}
            attach={attach}
            creating={creating === column.stage.id}
            onMore={(stage) => void board.more(stage)}
            onCreate={(on) => setCreating(on ? column.stage.id : null)}
            onMade={(id) => board.refresh([id])}
          />
        ))}
      </div>
      {empty && board.phase === "ready" && creating === null && (
        <div class="bd-empty">
          <Nothing board={board} may={props.may} onNew={() => create(first)} />
        </div>
      )}
      <p id="board-keys" class="unseen">{t("board.keys")}</p>
      <p class="unseen" role="status" aria-live="assertive" aria-atomic="true" data-said>{deck.said.value}</p>
      <ChosenBar deck={deck} moves={moves} onChanged={board.refresh} />
      <MoveMenu deck={deck} moves={moves} />
      <AskDialog deck={deck} question={question} />
    </div>
  );
}
