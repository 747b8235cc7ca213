/** One line that becomes a task; what was understood stands below it before anything is saved. The line survives a reload. */
import { CalendarClock, Flag, ListPlus, Repeat, Tag, UserRound } from "lucide-preact";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { isText, keep, kept } from "@/components/kept.ts";
import { readQuick } from "@/components/tasks/quick.ts";
import { dueText, lengthText, ruleText } from "@/components/tasks/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { serverNow } from "@/components/time/now.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

export function QuickAdd(props: {
  setup: TaskSetup;
  zone: Zone;
  /** Values that the line does not say: an owner, links. */
  initial?: Values;
  /** Where the unsaved line is kept. */
  place: string;
  input?: RefObject<HTMLInputElement>;
  onAdded(record: CrmRecord): void;
}) {
  const t = useT();
  const { setup, zone, place } = props;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => setText(kept(`quick.${place}`, "", isText)), []);
  const type = (next: string) => {
    setText(next);
    keep(`quick.${place}`, next || null);
  };
  const quick = text.trim() === ""
    ? null
    : readQuick(text, { now: serverNow(), zone: setup.timeZone, people: setup.people });
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!quick || busy) return;
    setBusy(true);
    const { due, allDay, minutes, owner, repeat, ...rest } = quick;
    const values: Values = {
      ...props.initial,
      ...rest,
      ...(due ? { due, allDay } : {}),
      ...(minutes ? { minutes } : {}),
      ...(repeat ? { repeat } : {}),
      ...(owner ? { owner } : {}),
    };
    const answer = await call<{ record: CrmRecord }>("POST", "/api/v1/tasks", { values });
    setBusy(false);
    if (!answer.ok) {
      toast("bad", t(answer.code, answer.detail), { label: t("tasks.retry"), run: () => void submit(event) });
      return;
    }
    type("");
    props.onAdded(answer.value.record);
  };
  const owner = quick?.owner && setup.people.find(({ id }) => id === quick.owner)?.name;
  return (
    <form class="quick-add" onSubmit={submit}>
      <span class="quick-line">
        <ListPlus size={17} aria-hidden="true" />
        <input
          ref={props.input}
          class="input"
          type="text"
          aria-label={t("tasks.quick")}
          aria-describedby={`quick-${place}`}
          placeholder={t("tasks.quick.placeholder")}
          autocomplete="off"
          maxLength={500}
          value={text}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <button type="submit" class="btn primary" disabled={!quick || busy}>{t("tasks.quick.add")}</button>
      </span>
      <p class="quick-understood" id={`quick-${place}`} role="status">
        {quick && (
          <>
            <b class="clip">{quick.name}</b>
            <span class="badge" data-tone={quick.due ? "accent" : undefined}>
              <CalendarClock size={13} aria-hidden="true" />
              {dueText(quick, zone, serverNow()) ?? t("tasks.quick.no-due")}
              {quick.minutes !== null && ` · ${lengthText(quick.minutes, zone.locale)}`}
            </span>
            <span class="badge">
              <Tag size={13} aria-hidden="true" />
              {t(`records.type.${quick.type}`)}
            </span>
            {quick.priority !== "normal" && (
              <span class="badge" data-tone={quick.priority === "high" ? "bad" : undefined}>
                <Flag size={13} aria-hidden="true" />
                {t(`records.priority.${quick.priority}`)}
              </span>
            )}
            {quick.repeat && (
              <span class="badge">
                <Repeat size={13} aria-hidden="true" />
                {ruleText(quick.repeat, t, zone.locale)}
              </span>
            )}
            {owner && (
              <span class="badge">
                <UserRound size={13} aria-hidden="true" />
                {owner}
              </span>
            )}
          </>
        )}
      </p>
    </form>
  );
}
