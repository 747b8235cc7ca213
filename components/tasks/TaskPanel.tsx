/** The tasks of a lead, a person, a company or a deal, on its card: what is to be done next, and what was done. */
import { CalendarPlus, ListTodo, TriangleAlert } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { dated, rowsOf } from "@/components/tasks/day_rows.ts";
import { useDeeds } from "@/components/tasks/deeds.ts";
import { type LinkKind, LINKS } from "@/components/tasks/draft.ts";
import { FinishDialog } from "@/components/tasks/FinishDialog.tsx";
import { QuickAdd } from "@/components/tasks/QuickAdd.tsx";
import { useTaskSetup } from "@/components/tasks/setup.ts";
import { TaskLine } from "@/components/tasks/TaskLine.tsx";
import { type MenuDeed, TaskMenu } from "@/components/tasks/TaskMenu.tsx";
import { useDay } from "@/components/tasks/useDay.ts";
import type { Zone } from "@/components/time/format.ts";
import { now as ticking } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { Day, TaskSetup } from "@/crm/tasks/mod.ts";
import { overdueAt } from "@/crm/tasks/moments.ts";

const NOTHING: Day = { open: [], done: [], more: false, names: {} };
const MINUTE_MS = 60_000;
const DONE_SHOWN = 3;

interface Props {
  kind: LinkKind;
  record: CrmRecord;
  zone: Zone;
  /** The record may still be worked on. */
  mayAdd: boolean;
}

export function TaskPanel(props: Props) {
  const t = useT();
  const { setup, failed, again } = useTaskSetup();
  return (
    <section class="card task-panel" aria-label={t("tasks.panel.title")}>
      {setup ? <Panel {...props} setup={setup} /> : (
        <>
          <header>
            <h2>{t("tasks.panel.title")}</h2>
          </header>
          {failed
            ? (
              <p class="note-box" data-tone="bad">
                <span class="grow">{t(failed)}</span>
                <button type="button" class="btn small" onClick={again}>{t("shell.retry")}</button>
              </p>
            )
            : <p class="loading">{t("shell.loading")}</p>}
        </>
      )}
    </section>
  );
}

function Panel(props: Props & { setup: TaskSetup }) {
  const t = useT();
  const { kind, record, zone, setup } = props;
  const filter = { who: "all", team: "", type: "", priority: "", kind, record: record.id };
  const day = useDay(NOTHING, filter);
  const deeds = useDeeds(day, { setup, zone });
  const [menu, setMenu] = useState<{ task: CrmRecord; anchor: HTMLElement } | null>(null);
  const [finishing, setFinishing] = useState<CrmRecord | null>(null);
  const [all, setAll] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { loaded } = day;
  useEffect(() => void day.load(), []);
  const now = Math.floor(ticking.value / MINUTE_MS) * MINUTE_MS;
  const tasks = rowsOf(day.tasks.values(), { now, zone: setup.timeZone })
    .flatMap((row) => row.kind === "task" ? [row.task] : []);
  const open = tasks.filter(({ values }) => values.status === "open");
  const done = tasks.filter(({ values }) => values.status !== "open");
  const late = open.filter((task) => (overdueAt(dated(task), setup.timeZone) ?? Infinity) < now).length;
  const mayEdit = setup.edit !== "none";
  const lead = kind === "deal" && record.values.status === "open";
  const people = new Map(setup.people.map(({ id, name }) => [id, name]));
  const initial = { [LINKS[kind]]: record.id };
  const edit = (task: CrmRecord) => dispatchEvent(new CustomEvent("task:open", { detail: { id: task.id } }));
  const run = (task: CrmRecord, deed: MenuDeed) => {
    const ids = [task.id];
    switch (deed.do) {
      case "complete":
      case "finish":
        return setFinishing(task);
      case "reopen":
        return void deeds.reopen(ids);
      case "open":
        return edit(task);
      case "postpone":
        return void deeds.postpone(ids, deed.to);
      case "assign":
        return void deeds.assign(ids, deed.owner);
      case "take":
        return void deeds.take(task.id);
      case "skip":
        return void deeds.skip(ids);
      case "remove":
        return void deeds.remove(ids);
    }
  };
  const line = (task: CrmRecord) => (
    <li
      key={task.id}
      class="task-line"
      data-task={task.id}
      data-done={task.values.status === "open" ? undefined : ""}
    >
      <TaskLine
        {...{ task, zone, now, mayEdit, people }}
        names={day.names}
        me={setup.me}
        without={record.id}
        actions={{
          toggle: (task) => task.values.status === "open" ? setFinishing(task) : void deeds.reopen([task.id]),
          open: edit,
          menu: (task, anchor) => setMenu({ task, anchor }),
        }}
      />
    </li>
  );
  return (
    <>
      <header>
        <h2>{t("tasks.panel.title")}</h2>
        {open.length > 0 && <span class="badge" data-tone={late > 0 ? "bad" : undefined}>{open.length}</span>}
        <span class="grow" />
        {mayEdit && props.mayAdd && (
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("tasks.new")}
            title={t("tasks.new")}
            onClick={() => {
              const names = { [record.id]: `${record.values.name ?? ""}` };
              dispatchEvent(new CustomEvent("task:new", { detail: { initial, names } }));
            }}
          >
            <CalendarPlus size={16} aria-hidden="true" />
          </button>
        )}
      </header>
      {day.state === "failed" && (
        <p class="note-box" data-tone="bad" role="alert">
          <span class="grow">{t("tasks.panel.failed")}</span>
          <button type="button" class="btn small" onClick={() => void day.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {loaded && open.length === 0 && lead && (
        <p class="note-box no-next" data-tone="warn">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">
            <b>{t("tasks.panel.no-next")}</b> {t("tasks.panel.no-next.hint")}
          </span>
        </p>
      )}
      {loaded && open.length === 0 && !lead && day.state === "ready" && (
        <p class="quiet panel-more">
          <ListTodo size={14} aria-hidden="true" /> {t("tasks.panel.none")}
        </p>
      )}
      <ul aria-busy={!loaded}>{open.map(line)}</ul>
      {mayEdit && props.mayAdd && (
        <QuickAdd
          setup={setup}
          zone={zone}
          place={`${kind}.${record.id}`}
          input={input}
          initial={initial}
          onAdded={(task) => day.put([task])}
        />
      )}
      {done.length > 0 && (
        <details class="panel-more" open={all} onToggle={(event) => setAll(event.currentTarget.open)}>
          <summary class="quiet small-text">{t("tasks.panel.done", { n: done.length })}</summary>
          <ul>{(all ? done : done.slice(0, DONE_SHOWN)).map(line)}</ul>
        </details>
      )}
      <p class="unseen" role="status" aria-live="polite">{day.said}</p>
      {menu && (
        <TaskMenu
          tasks={[day.tasks.get(menu.task.id) ?? menu.task]}
          setup={setup}
          anchor={menu.anchor}
          run={(deed) => run(menu.task, deed)}
          onClose={() => setMenu(null)}
        />
      )}
      {finishing && (
        <FinishDialog
          task={finishing}
          setup={setup}
          zone={zone}
          last={kind === "deal" && open.length <= 1}
          save={(done) => void deeds.complete([finishing.id], done)}
          onClose={() => setFinishing(null)}
        />
      )}
    </>
  );
}
