/** One thing of the calendar: read at a glance, opened by a click, carried by pointer and keys. */
import { AlarmClock, Check, Repeat2 } from "lucide-preact";
import type { JSX } from "preact";
import { TYPE_ICON } from "@/components/calendar/icons.ts";
import type { Item } from "@/components/calendar/types.ts";
import { hoursText, nameOf, spokenOf } from "@/components/calendar/words.ts";
import { initials, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface ItemButtonProps {
  item: Item;
  zone: Zone;
  /** Name of whose it is, where several people's things stand together. */
  owner?: string;
  /** Only its name beside its sign. */
  short?: boolean;
  /** It can be made longer here. */
  grip?: boolean;
  carried?: boolean;
  style?: JSX.CSSProperties;
  class?: string;
  onOpen(item: Item): void;
}

export function ItemButton(props: ItemButtonProps) {
  const t = useT();
  const { item, zone, owner } = props;
  const Icon = item.status === "done" ? Check : item.overdue ? AlarmClock : TYPE_ICON[item.type];
  return (
    <button
      type="button"
      class={`cal-item ${props.class ?? ""}`}
      data-item={item.key}
      data-type={item.type}
      data-status={item.status}
      data-priority={item.priority}
      data-overdue={item.overdue || undefined}
      data-pending={item.pending || undefined}
      data-repeat={item.repeat || undefined}
      data-carried={props.carried || undefined}
      data-deadline={item.to === item.from || undefined}
      data-movable={item.movable || undefined}
      data-short={props.short || undefined}
      style={props.style}
      title={`${hoursText(item, { t, zone })} ${nameOf(item, t)}`}
      onClick={() => props.onOpen(item)}
    >
      <span class="unseen">{spokenOf(item, { t, zone, owner })}</span>
      <span class="cal-item-line" aria-hidden="true">
        <Icon size={12} aria-hidden="true" />
        {!item.allDay && props.short && <span class="cal-item-time">{hoursText(item, { t, zone }).split("–")[0]}</span>}
        <span class="cal-item-name">{nameOf(item, t)}</span>
        {item.recurring && <Repeat2 size={11} aria-hidden="true" />}
        {owner && <span class="cal-item-owner" aria-hidden="true">{initials(owner)}</span>}
      </span>
      {!props.short && !item.allDay && (
        <span class="cal-item-time" aria-hidden="true">{hoursText(item, { t, zone })}</span>
      )}
      {props.grip && item.movable && !item.allDay && <span class="cal-grip" data-grip aria-hidden="true" />}
    </button>
  );
}
