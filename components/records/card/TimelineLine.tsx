/** One line of a timeline: sign, what, who, when, and whatever belongs to it. */
import type { Pencil } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { TimelineEntry } from "@/crm/timeline/types.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import type { TimelineProps } from "@/components/records/card/Timeline.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { type Translate, useT } from "@/components/i18n.ts";

export type ItemProps = TimelineProps & { entry: TimelineEntry };

export function Item(
  props: ItemProps & {
    icon: typeof Pencil;
    title?: string;
    tone?: string;
    actions?: ComponentChildren;
    children?: ComponentChildren;
  },
) {
  const t = useT();
  const { entry, words } = props;
  const Icon = props.icon;
  return (
    <li data-tone={props.tone} data-entry={entry.source}>
      <span class="pin">
        <Icon size={14} aria-hidden="true" />
      </span>
      <div class="what">
        <p class="line">
          <b>{props.title ?? t(`timeline.${entry.source}`)}</b>
          <span class="quiet">{whoOf(entry, t)}</span>
          <time class="quiet" dateTime={new Date(entry.at).toISOString()}>{dateTimeOf(entry.at, words.zone)}</time>
          {entry.of && <a class="badge" href={`/${PLURAL[entry.of.kind]}/${entry.of.id}`}>{t("timeline.of-lead")}</a>}
          {props.actions}
        </p>
        {props.children}
      </div>
    </li>
  );
}

function whoOf(entry: TimelineEntry, t: Translate): string {
  if (entry.actorName) return entry.actorName;
  if (entry.source === "call") return "";
  if (entry.source === "change" && ["import", "api", "automation", "sync"].includes(entry.origin)) {
    return t(`timeline.origin.${entry.origin}`);
  }
  return entry.actor === "system" ? t("timeline.system") : t("timeline.origin.api");
}
