/** What a change changed, in words: field, what it was, what it is. */
import type { Value } from "@/crm/record/types.ts";
import { isNothing } from "@/components/records/card/nothing.ts";
import type { Words } from "@/components/records/card/types.ts";
import { textOf } from "@/components/records/card/values.ts";
import { useT } from "@/components/i18n.ts";

export interface Line {
  field: string;
  before: Value;
  after: Value;
}

const LONGEST = 160;

export function ChangeLines(props: { lines: readonly Line[]; words: Words; created?: boolean }) {
  const t = useT();
  const cut = (text: string) => text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return (
    <dl class="change-lines">
      {props.lines.map((line) => {
        const field = props.words.fields.get(line.field);
        if (!field) return null;
        const text = (value: Value) => cut(textOf(value, field, { ...props.words, t }));
        const had = !props.created && !isNothing(line.before);
        return (
          <div key={line.field}>
            <dt>{field.label}</dt>
            <dd>
              {had && <del>{text(line.before)}</del>}
              {had && " → "}
              {isNothing(line.after) ? <em class="quiet">{t("card.emptied")}</em> : <ins>{text(line.after)}</ins>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
