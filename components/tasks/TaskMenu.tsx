/** What else can be done with a task, or with several: postpone, assign, finish with a result, skip, delete. */
import {
  CalendarClock,
  Check,
  Hand,
  MessageSquareText,
  Pencil,
  Phone,
  RotateCcw,
  SkipForward,
  Trash2,
} from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { dueOf } from "@/components/tasks/draft.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import { POSTPONE, type Postpone } from "@/crm/tasks/moments.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

export type MenuDeed =
  | { do: "complete" | "reopen" | "finish" | "open" | "skip" | "remove" | "take" }
  | { do: "postpone"; to: Postpone | string }
  | { do: "assign"; owner: { id: string | null; name: string } };

export interface MenuProps {
  tasks: readonly CrmRecord[];
  setup: TaskSetup;
  /** By which the menu stands. */
  anchor: HTMLElement;
  /** Only this part of it. */
  part?: "postpone" | "assign";
  run(deed: MenuDeed): void;
  onClose(): void;
}

export function TaskMenu(props: MenuProps) {
  const t = useT();
  const { tasks, setup, anchor, part } = props;
  const menu = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState({ day: "", time: setup.work.from });
  useEffect(() => {
    const element = menu.current!;
    element.showPopover();
    place(element, anchor);
    element.querySelector<HTMLElement>("button, select")?.focus();
  }, []);
  const [one] = tasks;
  const single = tasks.length === 1;
  const open = tasks.some(({ values }) => values.status === "open");
  const run = (deed: MenuDeed) => {
    menu.current?.hidePopover();
    props.run(deed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const items = [...menu.current!.querySelectorAll<HTMLElement>("button, a")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  };
  return (
    <div
      class="menu task-menu"
      popover="auto"
      role="dialog"
      aria-label={single
        ? t("tasks.more", { name: `${one?.values.name ?? ""}` })
        : t("tasks.selected", { n: tasks.length })}
      ref={menu}
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if ((event as unknown as ToggleEvent).newState !== "closed") return;
        anchor.focus({ preventScroll: true });
        props.onClose();
      }}
    >
      {!part && single && open && (
        <>
          <Item icon={Check} label={t("tasks.complete")} run={() => run({ do: "complete" })} />
          <Item icon={MessageSquareText} label={t("tasks.with-result")} run={() => run({ do: "finish" })} />
        </>
      )}
      {!part && !open && <Item icon={RotateCcw} label={t("tasks.reopen")} run={() => run({ do: "reopen" })} />}
      {!part && single && open && one.values.owner === null && setup.mayTake && (
        <Item
          icon={Hand}
          label={t("tasks.take")}
          run={() => run({ do: "take" })}
        />
      )}
      {!part && single && typeof one.values.phone === "string" && (
        <a href={`tel:${one.values.phone}`}>
          <Phone size={16} aria-hidden="true" />
          {t("tasks.call")}
        </a>
      )}
      {open && part !== "assign" && (
        <>
          <span class="menu-title">{t("tasks.postpone")}</span>
          {POSTPONE.map((to) => (
            <Item
              key={to}
              icon={CalendarClock}
              label={t(`tasks.postpone.${to}`)}
              run={() => run({ do: "postpone", to })}
            />
          ))}
          <form
            class="menu-row"
            onSubmit={(event) => {
              event.preventDefault();
              const at = dueOf(own, setup.timeZone);
              if (at !== null) run({ do: "postpone", to: new Date(at).toISOString() });
            }}
          >
            <input
              class="input"
              type="date"
              required
              aria-label={t("tasks.dialog.day")}
              value={own.day}
              onInput={(event) => setOwn({ ...own, day: event.currentTarget.value })}
            />
            <input
              class="input"
              type="time"
              required
              aria-label={t("tasks.dialog.time")}
              value={own.time}
              onInput={(event) => setOwn({ ...own, time: event.currentTarget.value })}
            />
            <button type="submit" class="btn icon small" aria-label={t("tasks.postpone.own")}>
              <Check size={15} aria-hidden="true" />
            </button>
          </form>
        </>
      )}
      {open && part !== "postpone" && setup.people.length > 1 && (
        <div class="menu-row">
          <select
            class="select"
            aria-label={t("tasks.assign")}
            onChange={(event) => {
              const person = setup.people.find(({ id }) => id === event.currentTarget.value);
              if (person) run({ do: "assign", owner: person });
              else run({ do: "assign", owner: { id: null, name: t("tasks.assign.nobody") } });
            }}
          >
            <option selected disabled>{t("tasks.assign")}…</option>
            {setup.edit === "all" && <option value="">{t("tasks.assign.nobody")}</option>}
            {setup.people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </div>
      )}
      {!part && single && (
        <>
          <hr />
          <Item icon={Pencil} label={t("tasks.edit")} run={() => run({ do: "open" })} />
        </>
      )}
      {!part && open && (
        <Item
          icon={SkipForward}
          label={t(one?.values.repeat ? "tasks.skip" : "tasks.cancel-task")}
          run={() => run({ do: "skip" })}
        />
      )}
      {!part && setup.mayDelete && <Item icon={Trash2} label={t("tasks.delete")} run={() => run({ do: "remove" })} />}
    </div>
  );
}

function Item(props: { icon: typeof Check; label: string; run(): void }) {
  const { icon: Icon } = props;
  return (
    <button type="button" onClick={props.run}>
      <Icon size={16} aria-hidden="true" />
      {props.label}
    </button>
  );
}

/** Below the button, or above where there is no room; never beyond the edge. */
function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + height + 8 <= innerHeight;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  const left = Math.max(8, Math.min(innerWidth - width - 8, at.right - width));
  Object.assign(menu.style, { position: "fixed", top: `${top}px`, left: `${left}px` });
}
