/** What stands in a column and what is to be read instead. A cell that is not named here is read as it is. One dialog. */
import { Plus, Sparkles } from "lucide-preact";
import { useState } from "preact/hooks";
import type { CardField, Option } from "@/components/records/card/types.ts";
import { Dialog } from "@/components/records/import/Dialog.tsx";
import { homeOf, type Made, makeAll, makingOf } from "@/components/records/import/make.ts";
import { valuesOf } from "@/components/records/import/targets.ts";
import type { ImportColumn, ImportOptions, UnknownValue, WizardSetup } from "@/components/records/import/types.ts";
import { KEEP, NOBODY } from "@/crm/import/rows/marks.ts";
import { useT } from "@/components/i18n.ts";

export interface ValuesProps {
  column: ImportColumn;
  title: string;
  samples: readonly string[];
  unknown: readonly UnknownValue[];
  setup: WizardSetup;
  options: ImportOptions;
  /** The person may make own fields. */
  mayKeep: boolean;
  onMade(made: readonly Made[], pipeline: string | undefined): void;
  onSave(values: Record<string, string> | undefined): void;
  onClose(): void;
}

type Choice = "as-is" | "empty" | "text";

export function ValuesDialog(props: ValuesProps) {
  const t = useT();
  const { column, unknown } = props;
  const [values, setValues] = useState<Record<string, string>>(column.values ?? {});
  const [from, setFrom] = useState(() =>
    valuesOf(column, { samples: props.samples, unknown: unknown.map(({ value }) => value) })
  );
  const [typed, setTyped] = useState("");
  const choices = choicesOf(column, { setup: props.setup, mayKeep: props.mayKeep, t });
  const [made, setMade] = useState<readonly string[]>(props.setup.made ?? []);
  const [making, setMaking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const what = props.setup.may.manage ? makingOf(column) : null;
  const home = homeOf(props.setup.sales, props.options);
  const open = unknown.map(({ value }) => value).filter((value) =>
    values[value] === undefined && !made.includes(value)
  );
  const likes = unknown.filter(({ value, like }) => like !== undefined && open.includes(value));
  const make = async () => {
    setMaking(true);
    const done = await makeAll(what!, open, { pipeline: home?.id });
    setMaking(false);
    setMade([...made, ...done.made.map(({ thing }) => thing.name)]);
    props.onMade(done.made, home?.id);
    setRefused(done.failure && t(done.failure.code, done.failure.detail));
  };
  const counts = new Map(unknown.map(({ value, count }) => [value, count]));
  const set = (text: string, to: string | undefined) =>
    setValues((now) => {
      const { [text]: _, ...rest } = now;
      return to === undefined ? rest : { ...rest, [text]: to };
    });
  const rest = (now: Record<string, string>, to: string) => ({
    ...Object.fromEntries(open.map((value) => [value, to])),
    ...now,
  });
  const add = () => {
    const text = typed.trim().slice(0, 500);
    setTyped("");
    if (text && !from.includes(text)) setFrom([...from, text]);
  };
  const save = () => {
    props.onSave(Object.keys(values).length > 0 ? values : undefined);
    props.onClose();
  };
  return (
    <Dialog
      title={t("import_pages.values.title", { title: props.title })}
      class="im-values"
      onClose={props.onClose}
      foot={
        <>
          <button type="button" class="btn" onClick={props.onClose}>{t("shell.cancel")}</button>
          <button type="button" class="btn primary" onClick={save}>{t("shell.done")}</button>
        </>
      }
    >
      <p class="quiet small-text">{t("import_pages.values.hint")}</p>
      <ul>
        {from.map((text) => (
          <Line
            key={text}
            text={text}
            count={counts.get(text)}
            to={values[text]}
            made={made.includes(text)}
            like={unknown.find(({ value }) => value === text)?.like}
            choices={choices}
            onChange={(to) => set(text, to)}
          />
        ))}
      </ul>
      {refused && <p class="note-box" data-tone="bad" role="alert">{refused}</p>}
      {open.length > 0 && (
        <p class="row wrap im-offer">
          {likes.length > 0 && (
            <button
              type="button"
              class="btn small"
              onClick={() =>
                setValues({ ...values, ...Object.fromEntries(likes.map((one) => [one.value, one.like!])) })}
            >
              <Sparkles size={14} aria-hidden="true" />
              {t("import_pages.values.take-likes", { count: likes.length })}
            </button>
          )}
          {what && (what !== "stage" || home) && (
            <button
              type="button"
              class="btn small"
              disabled={making}
              onClick={() => void make()}
            >
              <Plus size={14} aria-hidden="true" />
              {t(`import_pages.values.make.${what}`, { count: open.length, pipeline: home?.name ?? "" })}
            </button>
          )}
          {column.target.to === "owner" && (
            <>
              <button type="button" class="btn small" onClick={() => setValues((now) => rest(now, NOBODY))}>
                {t("import_pages.values.rest-nobody")}
              </button>
              {props.mayKeep && (
                <button
                  type="button"
                  class="btn small"
                  onClick={() => setValues((now) => rest(now, KEEP))}
                >
                  {t("import_pages.values.rest-keep")}
                </button>
              )}
            </>
          )}
          <button type="button" class="btn small" onClick={() => setValues((now) => rest(now, ""))}>
            {t("import_pages.values.rest-empty")}
          </button>
        </p>
      )}
      <div class="row">
        <input
          class="input"
          aria-label={t("import_pages.values.add")}
          placeholder={t("import_pages.values.add")}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="btn" onClick={add}>
          <Plus size={16} aria-hidden="true" />
          {t("shell.add")}
        </button>
      </div>
    </Dialog>
  );
}

function Line(
  props: {
    text: string;
    count: number | undefined;
    to: string | undefined;
    /** It was just made, and is known now. */
    made: boolean;
    like: string | undefined;
    /** null: any text. */
    choices: readonly Option[] | null;
    onChange(to: string | undefined): void;
  },
) {
  const t = useT();
  const { text, to, choices } = props;
  const [typing, setTyping] = useState(to !== undefined && to !== "");
  const now = to === undefined && !typing ? "as-is" : to === "" && !typing ? "empty" : choices ? `=${to}` : "text";
  const label = t("import_pages.values.instead", { value: text });
  return (
    <li>
      <span class="grow im-value">
        {text}
        {props.made && <span class="badge" data-tone="good">{t("import_pages.values.made")}</span>}
        {props.like !== undefined && to === undefined && (
          <button
            type="button"
            class="btn small plain"
            onClick={() => props.onChange(props.like)}
          >
            <Sparkles size={13} aria-hidden="true" />
            {t("import_pages.values.like", { name: props.like })}
          </button>
        )}
        {props.count !== undefined && <small>{t("import_pages.values.count", { count: props.count })}</small>}
      </span>
      <select
        class="select"
        aria-label={label}
        value={now}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setTyping(chosen === "text");
          if (chosen.startsWith("=")) props.onChange(chosen.slice(1));
          else if ((chosen as Choice) !== "text") props.onChange(chosen === "empty" ? "" : undefined);
        }}
      >
        <option value="as-is" selected={now === "as-is"}>{t("import_pages.values.as-is")}</option>
        <option value="empty" selected={now === "empty"}>{t("import_pages.values.empty")}</option>
        {choices
          ? choices.map(({ value, title }) => (
            <option key={value} value={`=${value}`} selected={now === `=${value}`}>{title}</option>
          ))
          : <option value="text" selected={now === "text"}>{t("import_pages.values.text")}</option>}
      </select>
      {!choices && now === "text" && (
        <input
          class="input"
          aria-label={label}
          maxLength={500}
          value={to ?? ""}
          onInput={(event) => props.onChange(event.currentTarget.value || undefined)}
        />
      )}
    </li>
  );
}

/** Texts that the target reads, when they are a list. People, teams and sources are read by their names. */
function choicesOf(
  column: ImportColumn,
  { setup, mayKeep, t }: { setup: WizardSetup; mayKeep: boolean; t: ReturnType<typeof useT> },
): readonly Option[] | null {
  const { target } = column;
  const byName = (options: readonly Option[]) => options.map(({ title }) => ({ value: title, title }));
  const names = (list: readonly { name: string; archived: boolean }[]) =>
    [...new Set(list.filter(({ archived }) => !archived).map(({ name }) => name))].map((name) => ({
      value: name,
      title: name,
    }));
  const { pipelines = [], products = [], lossReasons = [] } = setup.sales ?? {};
  if (target.to === "owner") {
    return [
      { value: NOBODY, title: t("import_pages.values.nobody") },
      ...(mayKeep || column.keep ? [{ value: KEEP, title: t("import_pages.values.keep") }] : []),
      ...byName(setup.people),
    ];
  }
  if (target.to === "product" && target.part === "name") return names(products);
  if (target.to !== "field") return null;
  const field: CardField | undefined = setup.fields.find(({ key }) => key === target.field);
  switch (field?.type) {
    case "select":
      return field.options;
    case "user":
    case "team":
    case "source":
      return byName(field.options);
    case "pipeline":
      return names(pipelines);
    case "stage":
      return names(pipelines.filter(({ archived }) => !archived).flatMap(({ stages }) => stages));
    case "loss-reason":
      return names(lossReasons);
    case "checkbox":
      return [{ value: "1", title: t("shell.yes") }, { value: "0", title: t("shell.no") }];
    default:
      return null;
  }
}
