/** "If": groups of conditions, each met wholly or by any of its conditions. */
import { Plus, Trash2 } from "lucide-preact";
import { beginning, ConditionRow } from "@/components/automation/ConditionRow.tsx";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { ConditionGroup, Conditions as Given, SubjectKind } from "@/crm/automation/types.ts";
import { useT } from "@/components/i18n.ts";

export function Conditions(
  props: {
    setup: EditorSetup;
    subject: SubjectKind;
    conditions: Given;
    bad: ReadonlySet<string>;
    onChange(conditions: Given): void;
  },
) {
  const t = useT();
  const { setup, subject, conditions, bad, onChange } = props;
  const { groups } = conditions;
  const put = (at: number, group: ConditionGroup | null) =>
    onChange({
      ...conditions,
      groups: group ? groups.map((one, n) => n === at ? group : one) : groups.filter((_, n) => n !== at),
    });
  const first = () => beginning(setup, subject, firstField(setup, subject));
  const match = (value: "all" | "any", label: string, change: (value: "all" | "any") => void) => (
    <span class="segmented" role="group" aria-label={label}>
      {(["all", "any"] as const).map((one) => (
        <button
          type="button"
          key={one}
          aria-pressed={value === one}
          onClick={() => change(one)}
        >
          {t(`automation.match.${one}`)}
        </button>
      ))}
    </span>
  );
  return (
    <>
      {groups.length === 0 && <p class="quiet">{t("automation.if.none")}</p>}
      {groups.length > 1 && (
        <div class="row auto-match">
          <span>{t("automation.match.groups")}</span>
          {match(conditions.match, t("automation.match.groups"), (value) => onChange({ ...conditions, match: value }))}
        </div>
      )}
      {groups.map((group, g) => (
        <div class="auto-group" key={g}>
          {(group.items.length > 1 || groups.length > 1) && (
            <div class="row auto-match">
              {group.items.length > 1 &&
                match(group.match, t("automation.match.items"), (value) => put(g, { ...group, match: value }))}
              <span class="grow" />
              {groups.length > 1 && (
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("automation.if.remove-group")}
                  onClick={() => put(g, null)}
                >
                  <Trash2 size={15} aria-hidden="true" />
                </button>
              )}
            </div>
          )}
          <ul class="auto-conditions">
            {group.items.map((item, n) => (
              <ConditionRow
                key={n}
                id={`if-${g}-${n}`}
                setup={setup}
                subject={subject}
                condition={item}
                bad={bad.has(`if.${g}.${n}`)}
                onChange={(next) => put(g, { ...group, items: group.items.map((one, at) => at === n ? next : one) })}
                onRemove={() => {
                  const items = group.items.filter((_, at) => at !== n);
                  put(g, items.length === 0 ? null : { ...group, items });
                }}
              />
            ))}
          </ul>
          <button
            type="button"
            class="btn small plain"
            onClick={() => put(g, { ...group, items: [...group.items, first()] })}
          >
            <Plus size={14} aria-hidden="true" />
            {t("automation.if.add")}
          </button>
        </div>
      ))}
      <button
        type="button"
        class="btn small"
        onClick={() => onChange({ ...conditions, groups: [...groups, { match: "all", items: [first()] }] })}
      >
        <Plus size={14} aria-hidden="true" />
        {t(groups.length === 0 ? "automation.if.add" : "automation.if.add-group")}
      </button>
    </>
  );
}

/** What rules ask most. */
const USUAL = ["source", "stage", "status", "queue", "owner"];

function firstField(setup: EditorSetup, subject: SubjectKind): string {
  const fields = setup.fields[subject] ?? [];
  if (fields.length === 0) return "payload";
  const key = USUAL.find((one) => fields.some((field) => field.key === one)) ?? fields[0].key;
  return `record.${key}`;
}
