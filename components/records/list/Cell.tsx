/** A value in a row: one line, by type. Clicks are understood by the grid (`data-copy`), so that rows stay light. */
import { Check, PhoneOff } from "lucide-preact";
import type { Money, Point, RecordKind, Value, Values } from "@/crm/record/types.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { isLate } from "@/components/deals/late.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { moneyText, textOf } from "@/components/records/card/values.ts";
import type { ListField, ListWords } from "@/components/records/list/types.ts";
import { ScoreBadge } from "@/components/scores/ScoreBadge.tsx";
import { prettyNumber } from "@/components/time/format.ts";
import type { Translate } from "@/components/i18n.ts";

const TONES: Record<string, string> = {
  new: "accent",
  working: "warn",
  qualified: "good",
  converted: "good",
  disqualified: "bad",
  won: "good",
  done: "good",
  lost: "bad",
};
const MOST_KEPT = 4_000;
/** Intl is slow, and lists show the same days and amounts over and over. */
const kept = new Map<string, string>();

function keptText(key: string, make: () => string): string {
  let text = kept.get(key);
  if (text === undefined) {
    if (kept.size > MOST_KEPT) kept.clear();
    kept.set(key, text = make());
  }
  return text;
}

export interface CellProps {
  kind: RecordKind;
  id: string;
  field: ListField;
  value: Value | undefined;
  /** The record's other values: a company's name is a link when there is one. */
  values: Values;
  words: ListWords & { t: Translate };
}

export function Cell(props: CellProps) {
  const { field, value, values, words, kind, id } = props;
  const { t, names, zone } = words;
  if (field.key === "name") {
    const name = typeof value === "string" && value !== "" ? value : null;
    return (
      <a class="rl-name clip" href={`/${PLURAL[kind]}/${id}`} tabIndex={-1} data-unnamed={name === null || undefined}>
        {name ?? t("card.unnamed")}
      </a>
    );
  }
  if (field.key === "company" && typeof values.companyLink === "string" && names[values.companyLink] !== undefined) {
    return <Link kind="company" id={values.companyLink} name={names[values.companyLink] || t("card.unnamed")} />;
  }
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return null;
  }
  switch (field.type) {
    case "select": {
      const title = textOf(value, field, words);
      return <span class="badge clip" data-tone={field.key === "status" ? TONES[`${value}`] : undefined}>{title}</span>;
    }
    case "user": {
      const name = textOf(value, field, words);
      return (
        <span class="person">
          <Avatar name={name} size="small" />
          <span class="clip">{name}</span>
        </span>
      );
    }
    case "phones":
    case "emails":
      return <PointCell points={value as Point[]} phone={field.type === "phones"} t={t} />;
    case "phone":
      return <Copy value={value as string} text={prettyNumber(value as string)} t={t} />;
    case "email":
      return <Copy value={value as string} text={value as string} t={t} />;
    case "url":
      return (
        <a class="clip" href={value as string} target="_blank" rel="noopener noreferrer" tabIndex={-1}>
          {(value as string).replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")}
        </a>
      );
    case "record": {
      const name = names[value as string];
      if (name === undefined || !field.target) return <span class="quiet">{t("card.unseen")}</span>;
      return <Link kind={field.target} id={value as string} name={name || t("card.unnamed")} />;
    }
    case "records": {
      const [first, ...rest] = value as string[];
      const name = names[first];
      return (
        <>
          {name === undefined || !field.target
            ? <span class="quiet">{t("card.unseen")}</span>
            : <Link kind={field.target} id={first} name={name || t("card.unnamed")} />}
          {rest.length > 0 && (
            <span
              class="quiet rl-more"
              title={rest.map((one) => names[one] ?? t("card.unseen")).join(", ")}
            >
              {t("records.list.more-points", { count: rest.length })}
            </span>
          )}
        </>
      );
    }
    case "stage": {
      const option = field.options.find((one) => one.value === value);
      return (
        <span class="stage-name" title={option?.group}>
          <span class="stage-dot" data-colour={option?.colour} aria-hidden="true" />
          <span class="clip">{option?.title ?? t("card.unseen")}</span>
        </span>
      );
    }
    case "tags":
    case "multi-select": {
      const list = field.type === "tags"
        ? value as string[]
        : (value as string[]).map((one) => textOf([one] as Value, field, words));
      return <span class="rl-tags">{list.map((tag) => <span class="badge" key={tag}>{tag}</span>)}</span>;
    }
    case "checkbox":
      if (value !== true) return null;
      return field.key === "doNotCall"
        ? (
          <span class="badge" data-tone="bad">
            <PhoneOff size={12} aria-hidden="true" />
            {t("shell.yes")}
          </span>
        )
        : <Check size={16} role="img" aria-label={t("shell.yes")} />;
    case "money": {
      // What was just typed may be no amount yet.
      if (typeof value !== "object") return <span class="clip">{`${value}`}</span>;
      const { minor, currency } = value as Money;
      const text = keptText(`${zone.locale}${minor}${currency}`, () => moneyText(value as Money, zone.locale));
      return <span class="clip">{text}</span>;
    }
    case "number":
      if (field.key === "score" && typeof value === "number") return <ScoreBadge score={value} t={t} />;
      return <span class="clip">{typeof value === "number" ? textOf(value, field, words) : `${value}`}</span>;
    case "date":
    case "datetime": {
      const key = `${zone.locale}${zone.timeZone}${field.type}${value}`;
      return (
        <span class="clip rl-date" data-late={isLate({ kind, field, value, values, zone }) || undefined}>
          {keptText(key, () => textOf(value, field, words))}
        </span>
      );
    }
    default:
      return <span class="clip">{textOf(value, field, words)}</span>;
  }
}

function Link(props: { kind: RecordKind; id: string; name: string }) {
  return <a class="clip rl-link" href={`/${PLURAL[props.kind]}/${props.id}`} tabIndex={-1}>{props.name}</a>;
}

function PointCell(props: { points: readonly Point[]; phone: boolean; t: Translate }) {
  const [first, ...rest] = props.points;
  const { t } = props;
  return (
    <>
      <Copy value={first.value} text={props.phone ? prettyNumber(first.value) : first.value} t={t} />
      {rest.length > 0 && (
        <span class="quiet rl-more" title={rest.map(({ value }) => value).join(", ")}>
          {t("records.list.more-points", { count: rest.length })}
        </span>
      )}
    </>
  );
}

function Copy(props: { value: string; text: string; t: Translate }) {
  return (
    <button
      type="button"
      class="rl-copy clip"
      tabIndex={-1}
      data-copy={props.value}
      title={props.t("card.copy", { text: props.text })}
    >
      {props.text}
    </button>
  );
}
