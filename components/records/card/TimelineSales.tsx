/** What happens in sales, as lines of a timeline: a deal moved, a task was set or done, a file was attached. */
import { ArrowRight, CircleCheck, CircleSlash, Flag, ListTodo, Paperclip, Trophy } from "lucide-preact";
import { spanText } from "@/components/deals/span.ts";
import { Item, type ItemProps } from "@/components/records/card/TimelineLine.tsx";
import { PREVIEWED, sizeOf } from "@/components/records/files/words.ts";
import type { FileEntry, StageEntry, StageOfEntry, TaskEntry } from "@/crm/timeline/types.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function StageItem(props: ItemProps & { entry: StageEntry }) {
  const t = useT();
  const { from, to, seconds, elsewhere } = props.entry;
  const won = to?.type === "won";
  const lost = to?.type === "lost";
  const key = !from ? "began" : won ? "won" : lost ? "lost" : "moved";
  const other = from && to && from.pipeline !== to.pipeline;
  return (
    <Item
      {...props}
      icon={won ? Trophy : lost ? CircleSlash : Flag}
      tone={won ? "good" : lost ? "bad" : undefined}
      title={t(`timeline.stage.${key}`)}
      actions={elsewhere && <span class="badge">{t("timeline.elsewhere")}</span>}
    >
      <p class="row wrap">
        {from && (
          <>
            <Stage stage={from} pipeline={!!other} />
            <ArrowRight size={13} role="img" aria-label={t("deals.log.to")} />
          </>
        )}
        {to && (
          <b>
            <Stage stage={to} pipeline={!!other} />
          </b>
        )}
        {from && seconds !== null && <span class="quiet">{t("deals.log.after", { span: spanText(seconds, t) })}</span>}
      </p>
    </Item>
  );
}

function Stage({ stage, pipeline }: { stage: StageOfEntry; pipeline: boolean }) {
  return (
    <span class="stage-name">
      <span class="stage-dot" data-colour={stage.colour} aria-hidden="true" />
      {pipeline ? `${stage.pipeline}: ${stage.name}` : stage.name}
    </span>
  );
}

export function TaskItem(props: ItemProps & { entry: TaskEntry }) {
  const t = useT();
  const { entry, words } = props;
  const { what, name, due, owner, result } = entry;
  const facts = [
    t(`records.type.${entry.type}`),
    what === "set" && owner ? t("timeline.task.for", { name: owner }) : "",
    what === "set" && due !== null ? t("timeline.task.due", { time: dateTimeOf(due, words.zone) }) : "",
    what === "set" && entry.status !== "open" ? t(`records.status.${entry.status}`) : "",
  ].filter(Boolean).join(" · ");
  return (
    <Item
      {...props}
      icon={what === "done" ? CircleCheck : what === "cancelled" ? CircleSlash : ListTodo}
      tone={what === "done" ? "good" : undefined}
      title={t(`timeline.task.${what}`)}
    >
      <p>
        <a href={`/tasks/${entry.task}`}>{name || t("card.unnamed")}</a> <span class="quiet">{facts}</span>
      </p>
      {what !== "set" && result && <p class="text">{result}</p>}
    </Item>
  );
}

export function FileItem(props: ItemProps & { entry: FileEntry }) {
  const t = useT();
  const { entry, words } = props;
  const path = `/api/v1/files/${entry.id}`;
  return (
    <Item {...props} icon={Paperclip} title={t("timeline.file")}>
      <p>
        <a href={path} download={entry.name}>{entry.name}</a>{" "}
        <span class="quiet">{sizeOf(entry.bytes, words.zone.locale)}</span>
      </p>
      {PREVIEWED.has(entry.type) && (
        <a href={`${path}/preview`} target="_blank" rel="noopener">
          <img class="file-picture" src={`${path}/preview`} alt={entry.name} loading="lazy" />
        </a>
      )}
    </Item>
  );
}
