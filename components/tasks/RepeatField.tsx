/** How a task repeats: the usual rules by name, any other by its parts, and what it means in words. */
import { useState } from "preact/hooks";
import { anchorRule, formatRule, type Frequency, parseRule, type Rule, WEEKDAYS } from "@/crm/tasks/rule.ts";
import { SelectField } from "@/components/form/Field.tsx";
import { ruleText, weekdayText } from "@/components/tasks/words.ts";
import { useT } from "@/components/i18n.ts";

const UNITS: readonly Frequency[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";

interface Props {
  id: string;
  /** The task's day, `YYYY-MM-DD`; empty: it has none, and cannot repeat. */
  day: string;
  repeat: string;
  locale: string;
  disabled: boolean;
  error?: string | null;
  onChange(repeat: string): void;
}

export function RepeatField(props: Props) {
  const t = useT();
  const { day, repeat, onChange } = props;
  const [year, month, date] = day.split("-").map(Number);
  const anchored = (text: string) =>
    day === "" ? text : formatRule(anchorRule(parseRule(text)!, { year, month, day: date }));
  const usual = new Map([
    ["daily", anchored("FREQ=DAILY")],
    ["workdays", WORKDAYS],
    ["weekly", anchored("FREQ=WEEKLY")],
    ["monthly", anchored("FREQ=MONTHLY")],
    ["yearly", anchored("FREQ=YEARLY")],
  ]);
  const named = [...usual].find(([, rule]) => rule === repeat)?.[0];
  const [own, setOwn] = useState(repeat !== "" && named === undefined);
  const value = repeat === "" ? "never" : own || named === undefined ? "own" : named;
  return (
    <div class="repeat-field">
      <SelectField
        id={props.id}
        label={t("tasks.repeat")}
        hint={day === "" ? t("tasks.repeat.needs-due") : repeat ? ruleText(repeat, t, props.locale) : undefined}
        error={props.error}
        value={value}
        disabled={props.disabled || day === ""}
        options={["never", ...usual.keys(), "own"].map((key) => ({ value: key, label: t(`tasks.repeat.${key}`) }))}
        onChange={(key) => {
          setOwn(key === "own");
          onChange(key === "never" ? "" : key === "own" ? repeat || usual.get("weekly")! : usual.get(key)!);
        }}
      />
      {value === "own" && day !== "" && <OwnRule {...props} />}
    </div>
  );
}

function OwnRule({ id, day, repeat, locale, disabled, onChange }: Props) {
  const t = useT();
  const rule = parseRule(repeat) ?? parseRule("FREQ=WEEKLY")!;
  const [year, month, date] = day.split("-").map(Number);
  const put = (part: Partial<Rule>) => onChange(formatRule({ ...rule, ...part }));
  const unit = (freq: Frequency) => {
    const bare: Rule = { ...rule, freq, byDay: [], byMonthDay: [], byMonth: [], bySetPos: [] };
    onChange(formatRule(anchorRule(bare, { year, month, day: date })));
  };
  const ends = rule.until !== null ? "until" : rule.count !== null ? "count" : "never";
  const until = rule.until ? `${rule.until.slice(0, 4)}-${rule.until.slice(4, 6)}-${rule.until.slice(6, 8)}` : day;
  return (
    <div class="own-rule" role="group" aria-label={t("tasks.repeat.own")}>
      <span class="row wrap">
        <label for={`${id}-every`}>{t("tasks.repeat.every")}</label>
        <input
          class="input"
          id={`${id}-every`}
          type="number"
          min={1}
          max={999}
          value={rule.interval}
          disabled={disabled}
          onInput={(event) => put({ interval: Math.min(999, Math.max(1, Number(event.currentTarget.value) || 1)) })}
        />
        <select
          class="select"
          aria-label={t("tasks.repeat.unit")}
          value={rule.freq}
          disabled={disabled}
          onChange={(event) => unit(event.currentTarget.value as Frequency)}
        >
          {UNITS.map((freq) => (
            <option key={freq} value={freq} selected={freq === rule.freq}>
              {t(`tasks.repeat.unit.${freq}`, { n: rule.interval })}
            </option>
          ))}
        </select>
      </span>
      {rule.freq === "WEEKLY" && (
        <span class="row wrap weekdays" role="group" aria-label={t("tasks.repeat.days")}>
          {WEEKDAYS.map((one) => {
            const on = rule.byDay.some(({ day }) => day === one);
            const next = WEEKDAYS.filter((other) => other === one ? !on : rule.byDay.some(({ day }) => day === other));
            return (
              <button
                type="button"
                key={one}
                class="btn small"
                aria-pressed={on}
                // A week without days is no rule.
                disabled={disabled || next.length === 0}
                onClick={() => put({ byDay: next.map((day) => ({ day, nth: null })) })}
              >
                {weekdayText(one, locale)}
              </button>
            );
          })}
        </span>
      )}
      <span class="row wrap">
        <select
          class="select"
          aria-label={t("tasks.repeat.ends")}
          value={ends}
          disabled={disabled}
          onChange={(event) => {
            const to = event.currentTarget.value;
            put({ until: to === "until" ? day.replaceAll("-", "") : null, count: to === "count" ? 10 : null });
          }}
        >
          {["never", "until", "count"].map((one) => (
            <option key={one} value={one} selected={one === ends}>{t(`tasks.repeat.ends.${one}`)}</option>
          ))}
        </select>
        {ends === "until" && (
          <input
            class="input"
            type="date"
            aria-label={t("tasks.repeat.ends.until")}
            value={until}
            min={day}
            disabled={disabled}
            onInput={(event) =>
              event.currentTarget.value && put({ until: event.currentTarget.value.replaceAll("-", "") })}
          />
        )}
        {ends === "count" && (
          <input
            class="input"
            type="number"
            aria-label={t("tasks.repeat.ends.count")}
            min={1}
            max={999}
            value={rule.count ?? 10}
            disabled={disabled}
            onInput={(event) => put({ count: Math.min(999, Math.max(1, Number(event.currentTarget.value) || 1)) })}
          />
        )}
      </span>
    </div>
  );
}
