/** Tags by commas: what is typed stands as it was typed. */
import { useEffect, useState } from "preact/hooks";

const read = (text: string) => [...new Set(text.split(",").map((one) => one.trim()).filter(Boolean))];

export function TagsInput(
  props: { id: string; tags: readonly string[]; label?: string; onChange(tags: string[]): void },
) {
  const [text, setText] = useState(props.tags.join(", "));
  useEffect(() => {
    if (read(text).join("\n") !== props.tags.join("\n")) setText(props.tags.join(", "));
  }, [props.tags]);
  return (
    <input
      id={props.id}
      class="input"
      aria-label={props.label}
      maxLength={400}
      value={text}
      onInput={(event) => {
        setText(event.currentTarget.value);
        props.onChange(read(event.currentTarget.value));
      }}
    />
  );
}
