/** My day: what is overdue, what is to be done today, tomorrow and later, by mouse, by touch or by keys alone; live. */
import { CheckCheck, RotateCcw, WifiOff } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { listenForKeys } from "@/components/keys.ts";
import { type DayFilter, EVERYTHING, rowsOf } from "@/components/tasks/day_rows.ts";
import { DayHead } from "@/components/tasks/DayHead.tsx";
import { DayList } from "@/components/tasks/DayList.tsx";
import { useDeeds } from "@/components/tasks/deeds.ts";
import { FinishDialog } from "@/components/tasks/FinishDialog.tsx";
import { QuickAdd } from "@/components/tasks/QuickAdd.tsx";
import { keepSetup } from "@/components/tasks/setup.ts";
import { type MenuDeed, TaskMenu } from "@/components/tasks/TaskMenu.tsx";
import { useDay } from "@/components/tasks/useDay.ts";
import type { Zone } from "@/components/time/format.ts";
import { now as ticking } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { Day, TaskSetup } from "@/crm/tasks/mod.ts";

/** As crm/tasks/day.ts gives at most. */
const MOST = 3_000;
const MINUTE_MS = 60_000;

interface Menu {
  ids: string[];
  anchor: HTMLElement;
  part?: "postpone" | "assign";
}

export interface TaskDayProps {
  setup: TaskSetup;
  zone: Zone;
  day: Day;
  filter: DayFilter;
  /** The new task's dialog is asked for. */
  fresh: boolean;
}

export default function TaskDay(props: TaskDayProps) {
  const t = useT();
  const { setup, zone } = props;
  keepSetup(setup);
  const day = useDay(props.day, props.filter);
  const deeds = useDeeds(day, { setup, zone });
  const quick = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<Menu | null>(null);
  const [finishing, setFinishing] = useState<CrmRecord | null>(null);
  const [ready, setReady] = useState(false);
  // Sections change with the minute, not with the second.
  const now = Math.floor(ticking.value / MINUTE_MS) * MINUTE_MS;
  const rows = useMemo(() => rowsOf(day.tasks.values(), { now, zone: setup.timeZone }), [day.tasks, now]);
  const people = useMemo(() => new Map(setup.people.map(({ id, name }) => [id, name])), []);
  const mayEdit = setup.edit !== "none";
  const order = rows.flatMap((row) => row.kind === "task" ? [row.task.id] : []);
  const chosen = [...marked].filter((id) => day.tasks.has(id));
  const targets = chosen.length > 0 ? chosen : active && day.tasks.has(active) ? [active] : [];
  const count = (section: string) => rows.find((row) => row.kind === "section" && row.section === section);
  const sized = (section: string) => {
    const row = count(section);
    return row?.kind === "section" ? row.count : 0;
  };
  const make = () => dispatchEvent(new CustomEvent("task:new", { detail: null }));
  const open = (task: CrmRecord) => dispatchEvent(new CustomEvent("task:open", { detail: { id: task.id } }));

  const step = (by: number) => {
    const at = active === null ? -1 : order.indexOf(active);
    setActive(order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + by))] ?? null);
  };
  const toggle = (ids: readonly string[]) => {
    if (!mayEdit || ids.length === 0) return;
    const [first] = ids.map((id) => day.tasks.get(id));
    // The next one stands ready, for the key to be pressed again.
    if (active && ids.includes(active)) {
      setActive(order[order.indexOf(active) + 1] ?? order[order.indexOf(active) - 1] ?? null);
    }
    setMarked(new Set());
    void (first?.values.status === "open"
      ? deeds.complete(ids.filter((id) => day.tasks.get(id)?.values.status === "open"))
      : deeds.reopen(ids));
  };
  const run = (ids: readonly string[], deed: MenuDeed) => {
    const task = day.tasks.get(ids[0]);
    if (!task) return;
    if (deed.do !== "finish" && deed.do !== "open") setMarked(new Set());
    switch (deed.do) {
      case "complete":
      case "reopen":
        return toggle(ids);
      case "finish":
        return setFinishing(task);
      case "open":
        return open(task);
      case "postpone":
        return void deeds.postpone(ids, deed.to);
      case "assign":
        return void deeds.assign(ids, deed.owner);
      case "take":
        return void deeds.take(ids[0]);
      case "skip":
        return void deeds.skip(ids);
      case "remove":
        return void deeds.remove(ids);
    }
  };
  const openMenu = (part: Menu["part"]) => {
    const line = document.querySelector<HTMLElement>(`[data-task="${targets[0]}"]`);
    const anchor = chosen.length > 0 ? document.querySelector<HTMLElement>(".day-bulk") : line;
    if (mayEdit && anchor) setMenu({ ids: targets, anchor, part });
  };
  const latest = useRef({ step, toggle, openMenu, targets, active, marked, day, open });
  latest.current = { step, toggle, openMenu, targets, active, marked, day, open };
  useEffect(() => {
    setReady(true);
    if (props.fresh) setTimeout(make);
    const mark = () => {
      const { active, marked } = latest.current;
      if (!active) return;
      setMarked(new Set(marked.has(active) ? [...marked].filter((id) => id !== active) : [...marked, active]));
    };
    const quickly = (run: () => void) => () => document.querySelector(".task-menu:popover-open") ? undefined : run();
    return listenForKeys(() => [
      { code: "KeyJ", run: quickly(() => latest.current.step(1)) },
      { code: "KeyK", run: quickly(() => latest.current.step(-1)) },
      { code: "KeyD", run: quickly(() => latest.current.toggle(latest.current.targets)) },
      { code: "KeyX", run: quickly(mark) },
      { code: "KeyP", run: quickly(() => latest.current.openMenu("postpone")) },
      { code: "KeyA", run: quickly(() => latest.current.openMenu("assign")) },
      { code: "KeyE", run: quickly(() => openActive()) },
      { code: "KeyU", run: quickly(() => latest.current.day.undoLast()) },
      { code: "KeyN", run: quickly(() => quick.current?.focus()) },
    ]);
    function openActive() {
      const { active, day, open } = latest.current;
      const task = active && day.tasks.get(active);
      if (task) open(task);
    }
  }, []);

  const { filter } = day;
  const usual = filter.who === "me" && !filter.team && !filter.type && !filter.priority;
  const offline = day.link === "offline" || day.link === "stale";
  return (
    <div class="task-day" data-ready={ready ? "true" : undefined} data-link={day.link}>
      <DayHead
        setup={setup}
        filter={filter}
        counts={{ overdue: sized("overdue"), today: sized("today") }}
        setFilter={(next) => {
          setMarked(new Set());
          setActive(null);
          day.setFilter(next);
        }}
        make={make}
      />
      {mayEdit && (
        <QuickAdd
          setup={setup}
          zone={zone}
          place="day"
          input={quick}
          initial={people.has(filter.who) ? { owner: filter.who } : undefined}
          onAdded={(record) => {
            day.put([record]);
            setActive(record.id);
          }}
        />
      )}
      {offline && (
        <p class="note-box" data-tone="warn" role="status">
          <WifiOff size={16} aria-hidden="true" />
          <span class="grow">{t("tasks.offline")}</span>
          <button type="button" class="btn small" onClick={() => void day.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {chosen.length > 0 && mayEdit && (
        <div class="day-bulk" tabIndex={-1}>
          <span class="grow">{t("tasks.selected", { n: chosen.length })}</span>
          <button type="button" class="btn small primary" onClick={() => toggle(chosen)}>{t("tasks.complete")}</button>
          <button
            type="button"
            class="btn small"
            onClick={(event) => setMenu({ ids: chosen, anchor: event.currentTarget, part: "postpone" })}
          >
            {t("tasks.postpone")}
          </button>
          <button
            type="button"
            class="btn small"
            onClick={(event) => setMenu({ ids: chosen, anchor: event.currentTarget, part: "assign" })}
          >
            {t("tasks.assign")}
          </button>
          <button type="button" class="btn small plain" onClick={() => setMarked(new Set())}>
            {t("tasks.unselect")}
          </button>
        </div>
      )}
      {day.more && (
        <p class="note-box" role="status">
          <span class="grow">{t("tasks.too-many", { n: MOST })}</span>
          <a class="btn small" href="/tasks/list">{t("tasks.as-list")}</a>
        </p>
      )}
      <div aria-busy={day.state === "loading"}>
        {day.state === "failed" && rows.length === 0
          ? (
            <Empty
              icon={WifiOff}
              title={t("tasks.failed")}
              action={
                <button type="button" class="btn" onClick={() => void day.load()}>
                  <RotateCcw size={16} aria-hidden="true" />
                  {t("shell.retry")}
                </button>
              }
            />
          )
          : rows.length === 0 && day.state === "loading"
          ? <p class="loading">{t("shell.loading")}</p>
          : rows.length === 0
          ? (
            <Empty
              icon={CheckCheck}
              title={t(usual ? "tasks.empty" : "tasks.empty.filtered")}
              action={usual
                ? mayEdit && <button type="button" class="btn" onClick={make}>{t("tasks.new")}</button>
                : (
                  <button
                    type="button"
                    class="btn"
                    onClick={() => day.setFilter(EVERYTHING)}
                  >
                    {t("tasks.empty.clear")}
                  </button>
                )}
            >
              {t(usual ? "tasks.empty.hint" : "tasks.empty.filtered.hint")}
            </Empty>
          )
          : (
            <DayList
              {...{ rows, active, marked, people, zone, now, mayEdit }}
              names={day.names}
              me={setup.me}
              mark={(id, on) => {
                setActive(id);
                setMarked(new Set(on ? [...marked, id] : [...marked].filter((one) => one !== id)));
              }}
              actions={{
                toggle: (task) => toggle([task.id]),
                open,
                menu: (task, anchor) => setMenu({ ids: [task.id], anchor }),
              }}
            />
          )}
      </div>
      <p class="quiet small-text day-keys">{t("tasks.keys")}</p>
      <p class="unseen" role="status" aria-live="polite">{day.said}</p>
      {menu && (
        <TaskMenu
          key={menu.ids.join() + menu.part}
          tasks={menu.ids.flatMap((id) => day.tasks.get(id) ?? [])}
          setup={setup}
          anchor={menu.anchor}
          part={menu.part}
          run={(deed) => run(menu.ids, deed)}
          onClose={() => setMenu(null)}
        />
      )}
      {finishing && (
        <FinishDialog
          task={finishing}
          setup={setup}
          zone={zone}
          save={(done) => void deeds.complete([finishing.id], done)}
          onClose={() => setFinishing(null)}
        />
      )}
    </div>
  );
}
