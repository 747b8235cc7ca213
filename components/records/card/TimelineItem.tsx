/** One thing that happened, by its kind. */
import {
  ArchiveRestore,
  CirclePlus,
  Handshake,
  Inbox,
  Merge,
  MessageSquareText,
  Pencil,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  ShieldCheck,
  ShieldX,
  Split,
  Trash2,
  Undo2,
} from "lucide-preact";
import type { CallEntry, ChangeEntry, ConsentEntry } from "@/crm/timeline/types.ts";
import { clock, dateTimeOf } from "@/components/time/format.ts";
import { CallSound } from "@/components/records/card/CallSound.tsx";
import { ChangeLines } from "@/components/records/card/ChangeLines.tsx";
import { NoteItem } from "@/components/records/card/NoteItem.tsx";
import { RevertChange } from "@/components/records/card/RevertChange.tsx";
import { Item, type ItemProps } from "@/components/records/card/TimelineLine.tsx";
import { FileItem, StageItem, TaskItem } from "@/components/records/card/TimelineSales.tsx";
import { UndoMerge } from "@/components/records/card/UndoMerge.tsx";
import { useT } from "@/components/i18n.ts";

const ICONS: Record<string, typeof Pencil> = {
  created: CirclePlus,
  drafted: CirclePlus,
  deleted: Trash2,
  restored: ArchiveRestore,
  merged: Merge,
  unmerged: Split,
  converted: Handshake,
  unconverted: Undo2,
  reverted: Undo2,
  "request-linked": Inbox,
  "request-unlinked": Inbox,
};

/** Kinds of change that have words of their own. */
const KNOWN = new Set([...Object.keys(ICONS), "updated"]);

export function TimelineItem(props: ItemProps) {
  const { entry } = props;
  switch (entry.source) {
    case "note":
      return (
        <Item {...props} icon={MessageSquareText} tone="note">
          <NoteItem note={entry} card={props.card} />
        </Item>
      );
    case "call":
      return <CallItem {...props} entry={entry} />;
    case "consent":
      return <ConsentItem {...props} entry={entry} />;
    case "change":
      return <ChangeItem {...props} entry={entry} />;
    case "task":
      return <TaskItem {...props} entry={entry} />;
    case "stage":
      return <StageItem {...props} entry={entry} />;
    case "file":
      return <FileItem {...props} entry={entry} />;
  }
}

function ChangeItem(props: ItemProps & { entry: ChangeEntry }) {
  const t = useT();
  const { entry, may, card } = props;
  const words = entry.of ? { ...props.words, fields: props.past } : props.words;
  const what = KNOWN.has(entry.what) ? entry.what : "other";
  const names = { ...words.names, ...props.timeline.names };
  const created = what === "created" || what === "drafted";
  const title = entry.of && created
    ? t("timeline.lead-created")
    : entry.merge
    ? t("timeline.merged-with", { names: entry.merge.names.map((name) => name || t("card.unnamed")).join(", ") })
    : t(`timeline.what.${what}`);
  return (
    <Item
      {...props}
      icon={ICONS[entry.what] ?? Pencil}
      title={title}
      actions={
        <>
          {entry.elsewhere && <span class="badge">{t("timeline.elsewhere")}</span>}
          {entry.revert && may.edit && !card.record.archived && (
            <RevertChange id={entry.revert} fields={words.fields} onDone={card.refresh} />
          )}
          {entry.merge && !entry.merge.undone && may.merge && may.edit && (
            <UndoMerge merge={entry.merge.id} fields={words.fields} onDone={card.refresh} />
          )}
        </>
      }
    >
      {entry.changes.length > 0 && (
        created && entry.changes.length > 3
          ? (
            <details>
              <summary>{t("timeline.fields", { count: entry.changes.length })}</summary>
              <ChangeLines lines={entry.changes} words={{ ...words, names }} created />
            </details>
          )
          : <ChangeLines lines={entry.changes} words={{ ...words, names }} created={created} />
      )}
    </Item>
  );
}

function CallItem(props: ItemProps & { entry: CallEntry }) {
  const t = useT();
  const { entry, dispositions } = props;
  const missed = entry.outcome !== null && entry.outcome !== "answered";
  const Icon = missed ? PhoneMissed : entry.direction === "outbound" ? PhoneOutgoing : PhoneIncoming;
  const disposition = dispositions.find((one) => one.value === entry.disposition)?.title ?? entry.disposition;
  const outcome = t(`history.outcome.${entry.outcome ?? "live"}`);
  const facts = [
    entry.talkMs > 0 ? clock(entry.talkMs) : outcome,
    entry.queueName,
    disposition,
  ].filter(Boolean).join(" · ");
  return (
    <Item {...props} icon={Icon} tone={missed ? "bad" : "call"} title={t(`timeline.call.${entry.direction}`)}>
      <p>
        <a href={`/calls/${encodeURIComponent(entry.id)}`}>{facts}</a>
      </p>
      {entry.notes && <p class="text">{entry.notes}</p>}
      {entry.recordingSeconds !== null && <CallSound call={entry.id} seconds={entry.recordingSeconds} />}
    </Item>
  );
}

function ConsentItem(props: ItemProps & { entry: ConsentEntry }) {
  const t = useT();
  const { entry, words } = props;
  const channel = t(`consents.channel.${entry.channel}`);
  return (
    <Item
      {...props}
      icon={entry.granted ? ShieldCheck : ShieldX}
      tone={entry.granted ? "good" : "bad"}
      title={t(entry.granted ? "timeline.consent.given" : "timeline.consent.withdrawn", { channel })}
    >
      <p class="quiet">{t(`consents.manner.${entry.manner}`)} · {dateTimeOf(entry.saidAt, words.zone)}</p>
      {entry.proof && <p class="text">{entry.proof}</p>}
    </Item>
  );
}
