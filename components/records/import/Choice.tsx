/** One of a few ways, each with a plain sentence. */
import { useT } from "@/components/i18n.ts";

export function Choice<T extends string>(
  props: {
    name: string;
    title: string;
    value: T;
    options: readonly T[];
    /** Words: `<words>.<option>` and `<words>.<option>.hint`. */
    words: `import_pages.${string}`;
    onChange(value: T): void;
  },
) {
  const t = useT();
  return (
    <fieldset class="im-choice">
      <legend>{props.title}</legend>
      {props.options.map((option) => (
        <label class="check" key={option}>
          <input
            type="radio"
            name={props.name}
            value={option}
            checked={option === props.value}
            onChange={() => props.onChange(option)}
          />
          <span>
            {t(`${props.words}.${option}`)}
            <small>{t(`${props.words}.${option}.hint`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
