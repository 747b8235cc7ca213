/** The search of a list: asked a moment after the last key; what is being typed is never replaced. */
import { Search, X } from "lucide-preact";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";

const PAUSE_MS = 180;

export function SearchBox(
  props: {
    input: RefObject<HTMLInputElement>;
    text: string;
    label?: string;
    onText(text: string): void;
    onDone(): void;
  },
) {
  const t = useT();
  const label = props.label ?? t("records.list.search");
  const [text, setText] = useState(props.text);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(props.text);
  useEffect(() => {
    // Another list was opened; an answer to what was typed is none.
    if (props.text === asked.current) return;
    asked.current = props.text;
    setText(props.text);
  }, [props.text]);
  const ask = (next: string, pause = PAUSE_MS) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (next.trim() === asked.current) return;
      asked.current = next.trim();
      props.onText(next.trim());
    }, pause);
  };
  return (
    <span class="search rl-search" role="search">
      <Search size={15} aria-hidden="true" />
      <input
        ref={props.input}
        class="input"
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        value={text}
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text !== "") {
            event.preventDefault();
            ask("", 0);
          } else if (event.key === "Enter" || event.key === "ArrowDown") {
            event.preventDefault();
            if (event.key === "Enter") ask(text, 0);
            props.onDone();
          }
        }}
      />
      {text !== "" && (
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("records.list.search-clear")}
          onClick={() => {
            ask("", 0);
            props.input.current?.focus();
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
