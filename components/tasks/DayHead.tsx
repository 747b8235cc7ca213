/** Whose day, of which type and priority; the list beside it; a new task. */
import { List, Plus } from "lucide-preact";
import { type DayFilter } from "@/components/tasks/day_rows.ts";
import { PRIORITIES, TYPES } from "@/components/tasks/draft.ts";
import { useT } from "@/components/i18n.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

export function DayHead(props: {
  setup: TaskSetup;
  filter: DayFilter;
  counts: { overdue: number; today: number };
  setFilter(filter: DayFilter): void;
  make(): void;
}) {
  const t = useT();
  const { setup, filter } = props;
  const value = filter.team ? `team:${filter.team}` : filter.who;
  const people = setup.people.filter(({ id }) => id !== setup.me);
  const pick = (chosen: string) =>
    props.setFilter({
      ...filter,
      ...(chosen.startsWith("team:") ? { who: "all", team: chosen.slice(5) } : { who: chosen, team: "" }),
    });
  const title = filter.team
    ? t("tasks.title.team", { name: setup.teams.find(({ id }) => id === filter.team)?.name ?? "" })
    : filter.who === "me"
    ? t("tasks.title")
    : filter.who === "all" || filter.who === "pool"
    ? t(`tasks.title.${filter.who}`)
    : t("tasks.title.other", { name: setup.people.find(({ id }) => id === filter.who)?.name ?? "" });
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{title}</h1>
          <p>{t("tasks.lead", props.counts)}</p>
        </div>
        <div class="head-actions">
          <a class="btn" href="/tasks/list">
            <List size={16} aria-hidden="true" />
            {t("tasks.as-list")}
          </a>
          {setup.edit !== "none" && (
            <button type="button" class="btn primary" onClick={props.make}>
              <Plus size={16} aria-hidden="true" />
              {t("tasks.new")}
            </button>
          )}
        </div>
      </div>
      <div class="filters day-filters">
        {setup.view !== "own" && (
          <select
            class="select"
            aria-label={t("tasks.who")}
            value={value}
            onChange={(event) => pick(event.currentTarget.value)}
          >
            {["me", "all", "pool"].map((one) => (
              <option key={one} value={one} selected={one === value}>{t(`tasks.who.${one}`)}</option>
            ))}
            {setup.teams.length > 0 && (
              <optgroup label={t("tasks.who.teams")}>
                {setup.teams.map(({ id, name }) => (
                  <option key={id} value={`team:${id}`} selected={`team:${id}` === value}>{name}</option>
                ))}
              </optgroup>
            )}
            {people.length > 0 && (
              <optgroup label={t("tasks.who.people")}>
                {people.map(({ id, name }) => <option key={id} value={id} selected={id === value}>{name}</option>)}
              </optgroup>
            )}
          </select>
        )}
        <select
          class="select"
          aria-label={t("tasks.type")}
          value={filter.type}
          onChange={(event) => props.setFilter({ ...filter, type: event.currentTarget.value })}
        >
          <option value="">{t("tasks.type.any")}</option>
          {TYPES.map((type) => (
            <option key={type} value={type} selected={type === filter.type}>{t(`records.type.${type}`)}</option>
          ))}
        </select>
        <select
          class="select"
          aria-label={t("tasks.priority")}
          value={filter.priority}
          onChange={(event) => props.setFilter({ ...filter, priority: event.currentTarget.value })}
        >
          <option value="">{t("tasks.priority.any")}</option>
          {PRIORITIES.map((one) => (
            <option key={one} value={one} selected={one === filter.priority}>{t(`records.priority.${one}`)}</option>
          ))}
        </select>
      </div>
    </>
  );
}
