/** The rows of the day, only those in sight drawn: thousands scroll as fast as ten. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type DayRow, windowOf } from "@/components/tasks/day_rows.ts";
import { type LineProps, TaskLine } from "@/components/tasks/TaskLine.tsx";
import { useT } from "@/components/i18n.ts";

/** As in styles/tasks.css. */
const ROW_PX = 46;
const PHONE_ROW_PX = 64;
const FIRST_ROWS = 40;

export function DayList(
  props: Omit<LineProps, "task"> & {
    rows: readonly DayRow[];
    active: string | null;
    marked: ReadonlySet<string>;
    mark(id: string, on: boolean): void;
  },
) {
  const t = useT();
  const { rows, active, marked, mark, ...line } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(ROW_PX);
  const [view, setView] = useState({ top: 0, height: FIRST_ROWS * ROW_PX });
  const look = () => {
    const element = scroll.current;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useLayoutEffect(() => {
    const phone = matchMedia("(max-width: 600px)");
    const fit = () => {
      setHeight(phone.matches ? PHONE_ROW_PX : ROW_PX);
      look();
    };
    fit();
    const watch = new ResizeObserver(fit);
    watch.observe(scroll.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const at = active === null ? -1 : rows.findIndex((row) => row.kind === "task" && row.task.id === active);
    const element = scroll.current;
    if (at < 0 || !element) return;
    const top = at * height;
    if (top < element.scrollTop + height) element.scrollTop = Math.max(0, top - height);
    else if (top + height > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + height * 2 - element.clientHeight;
    }
  }, [active]);
  const { from, to } = windowOf(view, { count: rows.length, height });
  return (
    <div class="card day-scroll" ref={scroll} onScroll={look}>
      <ul class="day-list" style={{ height: `${rows.length * height}px` }}>
        {rows.slice(from, to).map((row, n) => {
          const style = { transform: `translateY(${(from + n) * height}px)` };
          if (row.kind === "section") {
            return (
              <li key={row.section} class="day-section" data-section={row.section} style={style}>
                <h2>{t(`tasks.section.${row.section}`)}</h2>
                <span class="badge">{row.count}</span>
              </li>
            );
          }
          const { task } = row;
          return (
            <li
              key={task.id}
              class="task-line"
              style={style}
              data-task={task.id}
              data-done={task.values.status === "open" ? undefined : ""}
              data-active={task.id === active ? "" : undefined}
              data-marked={marked.has(task.id) ? "" : undefined}
            >
              <input
                type="checkbox"
                class="task-mark"
                aria-label={t("tasks.select", { name: `${task.values.name ?? ""}` || t("card.unnamed") })}
                checked={marked.has(task.id)}
                onChange={(event) => mark(task.id, event.currentTarget.checked)}
              />
              <TaskLine {...line} task={task} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
