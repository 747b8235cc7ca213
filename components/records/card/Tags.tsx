/** Tags in edit: Enter or a comma adds one, Backspace in an empty line takes the last one. */
import { X } from "lucide-preact";
import { useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";

export function Tags(
  props: {
    id: string;
    label: string;
    tags: readonly string[];
    placeholder?: string;
    onChoose(tags: string[]): void;
  },
) {
  const t = useT();
  const [text, setText] = useState("");
  const add = () => {
    const next = text.split(",").map((tag) => tag.trim().slice(0, 60)).filter((tag) =>
      tag && !props.tags.includes(tag)
    );
    setText("");
    if (next.length > 0) props.onChoose([...props.tags, ...new Set(next)]);
  };
  return (
    <div class="tags" role="group" aria-label={props.label}>
      {props.tags.map((tag) => (
        <span class="tag" key={tag}>
          {tag}
          <button
            type="button"
            aria-label={t("card.tag.remove", { tag })}
            onClick={() => props.onChoose(props.tags.filter((one) => one !== tag))}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        id={props.id}
        class="input"
        autocomplete="off"
        maxLength={200}
        placeholder={props.placeholder ?? t("card.tag.add")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if ((event.key === "Enter" || event.key === ",") && text.trim() !== "") {
            event.preventDefault();
            event.stopPropagation();
            add();
          } else if (event.key === "Backspace" && text === "" && props.tags.length > 0) {
            props.onChoose(props.tags.slice(0, -1));
          }
        }}
      />
    </div>
  );
}
