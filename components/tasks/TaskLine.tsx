/** One task in a list: done with one click, its time, what it belongs to, whose it is, and the rest in a menu. */
import {
  Bell,
  Check,
  CheckSquare,
  CircleAlert,
  Ellipsis,
  Flag,
  Mail,
  MapPin,
  MessageSquare,
  Phone,
  Repeat,
  RotateCcw,
  UsersRound,
} from "lucide-preact";
import { Avatar } from "@/components/Avatar.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { dated } from "@/components/tasks/day_rows.ts";
import { type LinkKind, LINKS } from "@/components/tasks/draft.ts";
import { dueText, lengthText, ruleText } from "@/components/tasks/words.ts";
import { prettyNumber, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord, Reminder } from "@/crm/record/types.ts";
import { sectionOf } from "@/crm/tasks/moments.ts";

const ICONS = {
  call: Phone,
  meeting: UsersRound,
  email: Mail,
  message: MessageSquare,
  visit: MapPin,
  todo: CheckSquare,
} as const;

export interface LineActions {
  toggle(task: CrmRecord): void;
  open(task: CrmRecord): void;
  /** From the button, by which the menu is placed. */
  menu(task: CrmRecord, button: HTMLElement): void;
}

export interface LineProps {
  task: CrmRecord;
  names: Record<string, string>;
  /** Names of people by id. */
  people: ReadonlyMap<string, string>;
  me: string;
  zone: Zone;
  now: number;
  mayEdit: boolean;
  actions: LineActions;
  /** Links that go without saying: of the card that the list stands on. */
  without?: string;
}

export function TaskLine(props: LineProps) {
  const t = useT();
  const { task, zone, now, actions, people } = props;
  const { values } = task;
  const done = values.status !== "open";
  const name = `${values.name ?? ""}` || t("card.unnamed");
  const Icon = ICONS[values.type as keyof typeof ICONS] ?? CheckSquare;
  const section = done ? null : sectionOf(dated(task), { now, zone: zone.timeZone });
  const due = done && typeof values.done === "string"
    ? dueText({ due: values.done, allDay: false }, zone, now)
    : dueText(dated(task), zone, now);
  const owner = typeof values.owner === "string" ? values.owner : null;
  const ownerName = owner === null ? t("tasks.who.pool") : people.get(owner) ?? props.names[owner] ?? "";
  const reminders = ((values.reminders ?? []) as Reminder[]).length;
  const label = t(done ? "tasks.reopen-name" : "tasks.complete-name", { name });
  return (
    <>
      <button
        type="button"
        class="task-check"
        role="checkbox"
        aria-checked={done}
        aria-label={label}
        title={label}
        disabled={!props.mayEdit}
        onClick={() => actions.toggle(task)}
      >
        {done ? <RotateCcw size={13} class="again" aria-hidden="true" /> : null}
        <Check size={14} class="tick" aria-hidden="true" />
      </button>
      <span class="task-type" title={t(`records.type.${values.type ?? "todo"}`)}>
        <Icon size={15} aria-hidden="true" />
        <span class="unseen">{t(`records.type.${values.type ?? "todo"}`)}</span>
      </span>
      <span class="task-text">
        <button type="button" class="task-name clip" onClick={() => actions.open(task)}>{name}</button>
        <span class="task-more">
          {values.priority === "high" && (
            <Flag size={13} class="high" aria-label={t("tasks.priority.high")} role="img" />
          )}
          {values.escalated && <CircleAlert size={13} class="high" aria-label={t("tasks.is-escalated")} role="img" />}
          {typeof values.repeat === "string" && (
            <span title={t("tasks.repeats", { rule: ruleText(values.repeat, t, zone.locale) })}>
              <Repeat size={12} aria-hidden="true" />
              <span class="unseen">{t("tasks.repeats", { rule: ruleText(values.repeat, t, zone.locale) })}</span>
            </span>
          )}
          {reminders > 0 && (
            <span title={t("tasks.has-reminders", { n: reminders })}>
              <Bell size={12} aria-hidden="true" />
              <span class="unseen">{t("tasks.has-reminders", { n: reminders })}</span>
            </span>
          )}
          {(Object.keys(LINKS) as LinkKind[]).map((kind) => {
            const id = values[LINKS[kind]];
            if (typeof id !== "string" || id === props.without || props.names[id] === undefined) return null;
            return (
              <a key={kind} class="clip" href={`/${PLURAL[kind]}/${id}`}>{props.names[id] || t("card.unnamed")}</a>
            );
          })}
          {typeof values.phone === "string" && <span class="nowrap">{prettyNumber(values.phone)}</span>}
          {done && typeof values.result === "string" && <span class="clip">{values.result}</span>}
        </span>
      </span>
      {due && (
        <span
          class="badge task-due"
          data-tone={section === "overdue" ? "bad" : section === "today" ? "accent" : undefined}
        >
          {section === "overdue" && <span class="unseen">{t("tasks.is-overdue")}</span>}
          {due}
          {!done && typeof values.minutes === "number" && ` · ${lengthText(values.minutes, zone.locale)}`}
        </span>
      )}
      {owner !== props.me && (
        <span class="task-owner" title={ownerName}>
          {owner === null ? <small class="quiet nowrap">{ownerName}</small> : <Avatar name={ownerName} />}
        </span>
      )}
      {props.mayEdit && (
        <button
          type="button"
          class="btn icon small plain"
          aria-haspopup="dialog"
          aria-label={t("tasks.more", { name })}
          onClick={(event) => actions.menu(task, event.currentTarget)}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </button>
      )}
    </>
  );
}
