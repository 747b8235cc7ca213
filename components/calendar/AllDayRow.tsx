/** Whole days above the hours. */
import { barsOf } from "@/components/calendar/items.ts";
import { ItemButton } from "@/components/calendar/ItemButton.tsx";
import type { GridProps } from "@/components/calendar/TimeGrid.tsx";
import { useT } from "@/components/i18n.ts";

export function AllDayRow(props: GridProps) {
  const t = useT();
  const { calendar, columns } = props;
  const { zone } = calendar.setup;
  const bars = barsOf(calendar.items, { columns, timeZone: zone.timeZone });
  const rows = Math.max(1, ...bars.map(({ row }) => row + 1));
  const several = calendar.shown.people.length > 1 && columns.every(({ person }) => person === null);
  return (
    <>
      <span class="cal-all-day-word">{t("calendar.all-day")}</span>
      <div class="cal-all-day" style={`--cal-rows: ${rows}`}>
        {columns.map((column, n) => (
          <div
            key={`${column.day}/${column.person ?? ""}`}
            class="cal-all-day-cell"
            data-spot="all-day"
            data-day={column.day}
            data-person={column.person ?? ""}
            style={`--c: ${n}`}
          />
        ))}
        {bars.map(({ item, first, last, row }) => (
          <ItemButton
            key={item.key}
            item={item}
            zone={zone}
            short
            owner={several ? props.nameOf(item.owner) : undefined}
            carried={calendar.carried?.key === item.key}
            style={{ gridColumn: `${first + 1} / ${last + 2}`, gridRow: `${row + 1}` }}
            onOpen={props.onOpen}
          />
        ))}
      </div>
    </>
  );
}
