/** What the dialog of a task holds: the task as it was loaded, the draft (kept over a reload), and saving. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { keep, kept } from "@/components/kept.ts";
import { changesOf, type Draft, draftOf, isDraft, valuesOf } from "@/components/tasks/draft.ts";
import type { TaskDialogProps } from "@/components/tasks/TaskDialog.tsx";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

export type Scope = "one" | "following";

export interface Refused {
  code: string;
  detail?: Record<string, string | number>;
}

export interface Saved {
  record: CrmRecord;
  undo: string | null;
}

const isKept = (value: unknown): value is Draft | null => value === null || isDraft(value);

export function useTaskDraft(props: TaskDialogProps, setup: TaskSetup | null) {
  const { task } = props;
  const [record, setRecord] = useState<CrmRecord | null>(null);
  const [names, setNames] = useState<Record<string, string>>(props.names ?? {});
  const [draft, setDraft] = useState<Draft | null>(null);
  const [restored, setRestored] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const place = `task.${task ?? "new"}`;

  const fresh = useMemo(() => {
    if (!setup || (task && !record)) return null;
    return draftOf(record?.values ?? props.initial ?? {}, { timeZone: setup.timeZone, me: task ? null : setup.me });
  }, [setup, record]);

  useEffect(() => {
    if (!task) return;
    let stale = false;
    void call<{ record: CrmRecord; names: Record<string, string> }>("GET", `/api/v1/tasks/${task}`).then((answer) => {
      if (stale) return;
      setFailed(answer.ok ? null : answer.code);
      if (!answer.ok) return;
      setRecord(answer.value.record);
      setNames((names) => ({ ...names, ...answer.value.names }));
    });
    return () => {
      stale = true;
    };
  }, [task, turn]);

  useEffect(() => {
    if (!fresh) return;
    const old = kept<Draft | null>(place, null, isKept);
    // What a calendar or a card asks for is newer than what was typed before.
    const given = old && props.initial ? { ...old, ...asked(fresh, props.initial) } : old;
    setDraft(given ?? fresh);
    setRestored(given !== null && JSON.stringify(given) !== JSON.stringify(fresh));
  }, [fresh]);

  const change = (next: Draft) => {
    setDraft(next);
    keep(place, next);
  };

  return {
    record,
    names,
    draft,
    restored,
    failed,
    change,
    again: () => setTurn(turn + 1),
    name: (id: string, name: string) => setNames({ ...names, [id]: name }),
    /** The typed is worth nothing any more. */
    forget: () => keep(place, null),
    discard() {
      keep(place, null);
      setDraft(fresh);
      setRestored(false);
    },
    async save(scope: Scope): Promise<{ ok: true; value: Saved | null } | ({ ok: false } & Refused)> {
      const values = valuesOf(draft!, setup!.timeZone);
      const writable = Object.fromEntries(Object.entries(values).filter(([key]) => !setup!.closed.includes(key)));
      const answer = record ? await update(record, writable, scope) : await create(writable, props.initial);
      if (answer.ok) keep(place, null);
      return answer;
    },
  };
}

/** Of a restored draft: fields that were given with the question. */
function asked(fresh: Draft, initial: Values): Partial<Draft> {
  const { day, time, minutes, owner, links, name } = fresh;
  return {
    ...("due" in initial ? { day, time, minutes } : {}),
    ...("owner" in initial ? { owner } : {}),
    ...(["deal", "lead", "contact", "companyLink"].some((key) => key in initial) ? { links } : {}),
    ...(initial.name ? { name } : {}),
  };
}

async function create(values: Values, initial: Values | undefined) {
  const more = Object.fromEntries(Object.entries(initial ?? {}).filter(([key]) => key === "phone" || key === "team"));
  const answer = await call<{ record: CrmRecord }>("POST", "/api/v1/tasks", { values: { ...more, ...values } });
  return answer.ok ? { ok: true as const, value: { record: answer.value.record, undo: null } } : answer;
}

async function update(record: CrmRecord, values: Values, scope: Scope) {
  const changes = changesOf(values, record);
  if (!changes) return { ok: true as const, value: null };
  const path = `/api/v1/tasks/${record.id}`;
  if (record.values.repeat) {
    const answer = await post<{ task: CrmRecord; undo: string | null }>(`${path}/occurrence`, { ...changes, scope });
    return answer.ok ? { ok: true as const, value: { record: answer.value.task, undo: answer.value.undo } } : answer;
  }
  const answer = await call<{ record: CrmRecord }>("PATCH", path, changes);
  return answer.ok ? { ok: true as const, value: { record: answer.value.record, undo: null } } : answer;
}
