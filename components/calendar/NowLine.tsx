/** Where the day is now. A part of its own, so that a tick draws nothing else. */
import { wallOf } from "@/crm/calendar/zone.ts";
import type { Column } from "@/components/calendar/items.ts";
import { now } from "@/components/time/now.ts";

export function NowLine(props: { columns: readonly Column[]; timeZone: string }) {
  const { day, minute } = wallOf(now.value, props.timeZone);
  const columns = props.columns.flatMap((column, n) => column.day === day ? [n] : []);
  if (columns.length === 0) return null;
  return <div class="cal-now" style={{ "--c": columns[0], "--many": columns.length, "--from": minute }} />;
}
