/** Looks a record up by name, phone or e-mail and takes it: a combobox over the search of lists. */
import { Search } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { CrmRecord, Point, RecordKind } from "@/crm/record/types.ts";
import { isContactable } from "@/crm/record/kinds.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const PAUSE_MS = 180;
const SHOWN = 8;

export interface Picked {
  id: string;
  name: string;
}

export function RecordPicker(
  props: {
    kind: RecordKind;
    id: string;
    label: string;
    /** Ids that are no choice: the record itself, those that are linked already. */
    except?: readonly string[];
    autoFocus?: boolean;
    onPick(picked: Picked): void;
    onCancel?(): void;
  },
) {
  const t = useT();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [found, setFound] = useState<CrmRecord[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (props.autoFocus) input.current?.focus();
  }, []);
  useEffect(() => {
    if (!open) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ text: text.trim(), limit: `${SHOWN}`, sort: "-updated" });
      const answer = await call<{ rows: CrmRecord[] }>("GET", `/api/v1/${PLURAL[props.kind]}?${query}`);
      if (stale) return;
      setFailed(answer.ok ? null : answer.code);
      if (answer.ok) setFound(answer.value.rows.filter(({ id }) => !props.except?.includes(id)));
      setAt(0);
    }, text === "" ? 0 : PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, open, attempt]);
  const pick = (record: CrmRecord) => {
    setOpen(false);
    setText("");
    props.onPick({ id: record.id, name: nameOf(record) || t("card.unnamed") });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found?.length ?? 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (count > 0) setAt((at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && found?.[at]) pick(found[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (open) setOpen(false);
      else props.onCancel?.();
    }
  };
  return (
    <div class="picker">
      <span class="search">
        <Search size={15} aria-hidden="true" />
        <input
          ref={input}
          id={props.id}
          class="input"
          role="combobox"
          aria-label={props.label}
          aria-expanded={open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={open && found?.[at] ? `${list}-${at}` : undefined}
          autocomplete="off"
          placeholder={t(isContactable(props.kind) ? "card.pick" : "card.pick-name")}
          value={text}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
        />
      </span>
      {open && (
        <div class="picker-list" id={list} role="listbox" aria-label={props.label}>
          {failed && (
            <button
              type="button"
              class="btn small"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => setAttempt(attempt + 1)}
            >
              {t("shell.retry")}
            </button>
          )}
          {!failed && found === null && <p class="quiet">{t("card.searching")}</p>}
          {!failed && found?.length === 0 && <p class="quiet">{t("card.nobody-found")}</p>}
          {!failed && found?.map((record, n) => (
            <div
              key={record.id}
              id={`${list}-${n}`}
              role="option"
              aria-selected={n === at}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(record);
              }}
            >
              <span class="clip">{nameOf(record) || t("card.unnamed")}</span>
              <small class="clip">{moreOf(record)}</small>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

export function nameOf(record: CrmRecord): string {
  return `${record.values.name ?? ""}`;
}

/** What tells namesakes apart. */
export function moreOf(record: CrmRecord): string {
  const [phone] = (record.values.phones ?? []) as Point[];
  const [email] = (record.values.emails ?? []) as Point[];
  const parts = [record.values.company, phone && prettyNumber(phone.value), email?.value, record.values.city];
  return parts.filter(Boolean).slice(0, 3).join(" · ");
}
