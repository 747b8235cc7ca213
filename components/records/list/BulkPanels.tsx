/** What is chosen before many records change: a field with its value, tags. */
import { useState } from "preact/hooks";
import type { Draft } from "@/components/records/card/edit.ts";
import { sentOf } from "@/components/records/card/values.ts";
import { Tags } from "@/components/records/card/Tags.tsx";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import { blank, ValueControl } from "@/components/records/list/ValueControl.tsx";
import { useT } from "@/components/i18n.ts";

export function SetField(
  props: {
    fields: readonly ListField[];
    words: ListWords;
    onSet(values: Record<string, unknown>): void;
    onName(id: string, name: string): void;
  },
) {
  const t = useT();
  const { fields, words } = props;
  const [field, setField] = useState(fields[0]);
  const [draft, setDraft] = useState<Draft>(() => blank(fields[0]));
  return (
    <form
      class="rl-condition"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSet({ [field.key]: sentOf(field, draft, words.zone) });
      }}
    >
      <h3>{t("records.list.set-field")}</h3>
      <select
        class="select"
        aria-label={t("records.list.field")}
        value={field.key}
        onChange={(event) => {
          const next = fields.find(({ key }) => key === event.currentTarget.value) ?? fields[0];
          setField(next);
          setDraft(blank(next));
        }}
      >
        {fields.map((one) => <option key={one.key} value={one.key} selected={one === field}>{one.label}</option>)}
      </select>
      <ValueControl
        key={field.key}
        id="rl-set"
        field={field}
        draft={draft}
        names={words.names}
        onName={props.onName}
        onDraft={setDraft}
        placeholder={t("records.list.set-empty")}
      />
      <button type="submit" class="btn primary">{t("records.list.set")}</button>
    </form>
  );
}

export function SetTags(props: { onSet(body: { addTags: string[]; removeTags: string[] }): void }) {
  const t = useT();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  return (
    <form
      class="rl-condition"
      onSubmit={(event) => {
        event.preventDefault();
        if (add.length + remove.length > 0) props.onSet({ addTags: add, removeTags: remove });
      }}
    >
      <label for="rl-add-tags">{t("records.list.add-tags")}</label>
      <Tags id="rl-add-tags" label={t("records.list.add-tags")} tags={add} onChoose={setAdd} />
      <label for="rl-remove-tags">{t("records.list.remove-tags")}</label>
      <Tags
        id="rl-remove-tags"
        label={t("records.list.remove-tags")}
        placeholder={t("records.list.remove-tags.which")}
        tags={remove}
        onChoose={setRemove}
      />
      <button type="submit" class="btn primary">{t("shell.apply")}</button>
    </form>
  );
}
