/** Which cell is in edit and what was typed into it; kept in the browser, so that a reload loses nothing. */
import { useEffect, useRef, useState } from "preact/hooks";
import { keep, kept } from "@/components/kept.ts";
import type { Value } from "@/crm/record/types.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import { draftOf } from "@/components/records/card/values.ts";
import type { Active } from "@/components/records/list/Grid.tsx";
import type { Edits } from "@/components/records/list/useEdits.ts";
import type { List } from "@/components/records/list/useList.ts";
import { shown } from "@/components/records/list/rows.ts";

interface Edit extends Active {
  draft: Draft;
  /** The value when the edit began. */
  was: Value;
}

const isEdit = (value: unknown): value is Edit =>
  typeof value === "object" && value !== null && "id" in value && "key" in value && "draft" in value && "was" in value;
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function useCellEdit(
  list: List,
  options: { edits: Edits; timeZone: string; onActive(active: Active): void; focusGrid(): void },
) {
  const place = `list.edit.${list.kind}`;
  const [edit, setEdit] = useState<Edit | null>(null);
  const now = useRef(edit);
  const put = (next: Edit | null) => {
    now.current = next;
    setEdit(next);
    keep(place, next);
  };
  useEffect(() => {
    const left = kept<Edit | null>(place, null, (value): value is Edit => isEdit(value));
    const known = left && list.current().byId.has(left.id) && list.state.columns.some(({ key }) => key === left.key);
    if (left && known) put(left);
  }, []);

  /** Whether the cell can be changed at all. */
  const begin = (active: Active): boolean => {
    if (now.current) finish();
    const field = list.fields.get(active.key);
    const record = shown(list.current(), active.id);
    if (!field?.edit || !record || record.archived || list.current().gone.has(active.id)) return false;
    const was = list.current().byId.get(active.id)?.values[active.key] ?? null;
    const refused = options.edits.refused.get(`${active.id}.${active.key}`);
    put({
      ...active,
      was,
      draft: refused?.draft ?? draftOf(field, options.timeZone)(record.values[active.key] ?? null),
    });
    options.onActive(active);
    return true;
  };
  const finish = (draft?: Draft, step?: 1 | -1) => {
    const edit = now.current;
    const field = edit && list.fields.get(edit.key);
    if (!edit || !field) return;
    const next = draft ?? edit.draft;
    put(null);
    if (!same(next, draftOf(field, options.timeZone)(edit.was))) {
      void options.edits.save(edit.id, field, { draft: next, was: edit.was });
    }
    if (step) {
      const keys = list.state.columns.map(({ key }) => key).filter((key) => list.fields.get(key)?.edit);
      const beside = keys[keys.indexOf(edit.key) + step];
      if (beside && begin({ id: edit.id, key: beside })) return;
    }
    options.focusGrid();
  };
  return {
    edit,
    begin,
    finish,
    type: (draft: Draft) => now.current && put({ ...now.current, draft }),
    cancel() {
      if (now.current) options.edits.forget(now.current.id, now.current.key);
      put(null);
      options.focusGrid();
    },
  };
}
