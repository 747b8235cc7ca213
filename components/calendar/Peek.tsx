/** A task of the calendar at a glance: what, when, whose, about whom, and what is mostly done with it. */
import { CalendarArrowUp, Check, Download, ExternalLink, RotateCcw, X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { TYPE_ICON } from "@/components/calendar/icons.ts";
import { mayEdit } from "@/components/calendar/items.ts";
import { MoveForm } from "@/components/calendar/MoveForm.tsx";
import type { Item } from "@/components/calendar/types.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { capitalised, marksOf, nameOf, whenText } from "@/components/calendar/words.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export interface PeekProps {
  item: Item;
  calendar: Calendar;
  nameOf(id: string): string;
  onEdit(id: string): void;
  onClose(): void;
}

export function Peek(props: PeekProps) {
  const t = useT();
  const { item, calendar } = props;
  const { zone, may, user } = calendar.setup;
  const dialog = useRef<HTMLDialogElement>(null);
  const [moving, setMoving] = useState(false);
  const record = calendar.record(item.task);
  const values = record?.values ?? {};
  const editable = record !== undefined && mayEdit(record, { may, user });
  useEffect(() => dialog.current?.showModal(), []);
  const Icon = TYPE_ICON[item.type];
  const about = (["deal", "lead", "contact"] as const).flatMap((key) => {
    const id = `${values[key] ?? ""}`;
    const name = calendar.range.names[id];
    return name ? [{ key, href: `/${key}s/${id}`, name }] : [];
  });
  const finish = async (verb: "complete" | "reopen") => {
    props.onClose();
    const answer = await post<{ undo?: string | null }>(`/api/v1/tasks/${item.task}/${verb}`);
    if (!explain(answer, t) || !answer.ok) return;
    calendar.refresh();
    const undo = answer.value?.undo;
    if (!undo) return;
    toast("good", t(verb === "complete" ? "calendar.said.done" : "calendar.said.reopened", { name: nameOf(item, t) }), {
      label: t("calendar.undo"),
      run: () => void post(`/api/v1/undo/${undo}`).then((back) => explain(back, t) && calendar.refresh()),
    });
  };
  return (
    <dialog ref={dialog} class="cal-peek" aria-labelledby="cal-peek-title" onClose={props.onClose}>
      <header data-type={item.type}>
        <span class="cal-row-icon">
          <Icon size={16} aria-hidden="true" />
        </span>
        <h2 id="cal-peek-title">{nameOf(item, t)}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("calendar.close")}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <p class="cal-peek-when">{capitalised(whenText(item, { t, zone }))}</p>
        <div class="row wrap">
          <span class="badge">{t(`records.type.${item.type}`)}</span>
          {marksOf(item, t).map((mark) => (
            <span key={mark} class="badge" data-tone={mark === t("calendar.overdue") ? "bad" : undefined}>{mark}</span>
          ))}
          {item.priority === "high" && <span class="badge" data-tone="warn">{t("records.priority.high")}</span>}
          <span class="grow" />
          <span class="quiet small-text">{props.nameOf(item.owner)}</span>
        </div>
        {about.length > 0 && (
          <ul class="cal-peek-about">
            {about.map(({ key, href, name }) => (
              <li key={key}>
                <span class="quiet">{t(`records.field.${key}`)}</span> <a href={href}>{name}</a>
              </li>
            ))}
          </ul>
        )}
        {values.note && <p class="cal-peek-note">{`${values.note}`}</p>}
        {moving && (
          <MoveForm
            item={item}
            calendar={calendar}
            onMove={(place) => {
              calendar.move(item.task, place);
              dialog.current?.close();
            }}
          />
        )}
      </div>
      <div class="dialog-foot">
        <a class="btn plain" href={`/api/v1/calendar/tasks/${item.task}/task.ics`} download>
          <Download size={15} aria-hidden="true" />
          {t("calendar.ics.one")}
        </a>
        <span class="grow" />
        {item.movable && !moving && (
          <button type="button" class="btn" onClick={() => setMoving(true)}>
            <CalendarArrowUp size={15} aria-hidden="true" />
            {t("calendar.move")}
          </button>
        )}
        {editable && !item.repeat && (
          <button
            type="button"
            class="btn"
            onClick={() => void finish(item.status === "open" ? "complete" : "reopen")}
          >
            {item.status === "open"
              ? <Check size={15} aria-hidden="true" />
              : <RotateCcw size={15} aria-hidden="true" />}
            {t(item.status === "open" ? "calendar.complete" : "calendar.reopen")}
          </button>
        )}
        <button type="button" class="btn primary" onClick={() => props.onEdit(item.task)}>
          <ExternalLink size={15} aria-hidden="true" />
          {t("calendar.open")}
        </button>
      </div>
    </dialog>
  );
}
