/** Values changed in the list: shown at once, sent with what they were, and back with the reason when refused. */
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { CrmRecord, Money, Value } from "@/crm/record/types.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import { sentOf } from "@/components/records/card/values.ts";
import { expect, settle } from "@/components/records/list/rows.ts";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import type { List } from "@/components/records/list/useList.ts";
import { worded } from "@/components/deals/refusal.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export interface Refused {
  draft: Draft;
  text: string;
}

export function useEdits(list: List, words: ListWords) {
  const t = useT();
  const [refused, setRefused] = useState<ReadonlyMap<string, Refused>>(new Map());
  const latest = useRef(words);
  latest.current = words;
  const mark = (key: string, why: Refused | null) =>
    setRefused((before) => {
      const next = new Map(before);
      if (why) next.set(key, why);
      else next.delete(key);
      return next;
    });

  const save = async (id: string, field: ListField, edit: { draft: Draft; was: Value }): Promise<void> => {
    const { draft, was } = edit;
    const { key } = field;
    mark(`${id}.${key}`, null);
    list.apply((rows) => expect(rows, id, { [key]: foreseen(field, draft) }));
    const answer = await call<{ record: CrmRecord; names: Record<string, string> }>("PATCH", `${list.path}/${id}`, {
      values: { [key]: sentOf(field, draft, latest.current.zone) },
      was: { [key]: was },
    });
    if (answer.ok) {
      return list.apply((rows) => settle(rows, id, { keys: [key], ...answer.value }));
    }
    list.apply((rows) => settle(rows, id, { keys: [key], record: null }));
    const name = `${list.current().byId.get(id)?.values.name ?? ""}` || t("card.unnamed");
    const text = t("records.list.not-saved", {
      name,
      field: field.label,
      why: t(answer.code, worded(answer.detail, latest.current.fields)),
    });
    mark(`${id}.${key}`, { draft, text });
    list.distrust([id]);
    toast("bad", text, {
      label: t(answer.code === "records.error.changed" ? "records.list.keep-mine" : "shell.retry"),
      run: () => void save(id, field, { draft, was: list.current().byId.get(id)?.values[key] ?? null }),
    });
  };
  return { save, refused, forget: (id: string, key: string) => mark(`${id}.${key}`, null) };
}

export type Edits = ReturnType<typeof useEdits>;

/** What a draft will very likely be once it is saved; the server's own reading follows. */
export function foreseen(field: ListField, draft: Draft): Value {
  if (typeof draft === "boolean") return draft;
  switch (field.type) {
    case "phones":
    case "emails":
      return (draft as { value: string; label: string }[]).filter(({ value }) => value.trim() !== "");
    case "tags":
    case "multi-select":
    case "records":
    case "reminders":
      return draft as string[];
    case "number": {
      const number = readNumber(draft as string);
      return number ?? (draft as string) ?? null;
    }
    case "money":
      return readMoney(draft as string);
    default: {
      const text = `${draft}`.trim();
      return text === "" ? null : text;
    }
  }
}

function readNumber(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return bare === "" || !Number.isFinite(Number(bare)) ? null : Number(bare);
}

function readMoney(text: string): Money | null {
  const currency = /\b([A-Z]{3})\b/.exec(text)?.[1] ?? "RUB";
  const number = readNumber(text.replace(/[A-Z]{3}|[₽$€]/g, ""));
  return number === null ? null : { minor: Math.round(number * 100), currency };
}
