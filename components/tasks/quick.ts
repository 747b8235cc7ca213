/**
 * One line that becomes a task: "позвонить Иванову завтра в 15:00", "call Ivanov tomorrow 3 pm for 30 minutes". What is
 * understood is taken out of the name and shown before anything is saved. Both languages at once; pure.
 */
import words from "@/components/tasks/quick_words.json" with { type: "json" };
import { type Found, readDate, readTime } from "@/components/tasks/quick_time.ts";
import { anyOf, inWords, type Line, NUMBER, take } from "@/components/tasks/quick_line.ts";
import { dayNumber, dayOf, minutesOf, momentOf } from "@/crm/tasks/moments.ts";
import { anchorRule, formatRule, parseRule, WEEKDAYS } from "@/crm/tasks/rule.ts";
import type { TaskPriority, TaskType } from "@/store/tables/sales.ts";

export interface Quick {
  name: string;
  /** ISO; null: without a time. */
  due: string | null;
  allDay: boolean;
  minutes: number | null;
  type: TaskType;
  priority: TaskPriority;
  /** An id; null: nobody was named. */
  owner: string | null;
  repeat: string | null;
}

export interface QuickOptions {
  /** ms. */
  now: number;
  zone: string;
  people: readonly { id: string; name: string }[];
}

/** Never throws; what is not understood stays in the name. */
export function readQuick(text: string, options: QuickOptions): Quick {
  const { now, zone } = options;
  const line: Line = { text: ` ${text.normalize("NFC")} ` };
  const owner = readOwner(line, options.people);
  const priority = readPriority(line);
  const repeat = readRepeat(line);
  const minutes = readLength(line);
  const date = readDate(line, { today: dayNumber(now, zone) });
  const time = readTime(line);
  const { due, allDay } = momentFrom({ date, time, repeat, now, zone });
  const rule = repeat && due ? parseRule(repeat) : null;
  const name = line.text.replace(/\s+/g, " ").replace(/\s+([,.;])/g, "$1").trim().replace(/^[,.;\s]+|[,;\s]+$/g, "");
  return {
    name: (name || text.trim()).slice(0, 300),
    due: due === null ? null : new Date(due).toISOString(),
    allDay,
    minutes: due === null || allDay ? null : minutes,
    type: typeOf(text),
    priority,
    owner,
    repeat: rule && due !== null ? formatRule(anchorRule(rule, dayOf(due, zone))) : null,
  };
}

interface Pieces {
  date: Found | null;
  time: number | null;
  repeat: string | null;
  now: number;
  zone: string;
}

/** A time without a day is the next such time; a rule without a day begins on its first. */
function momentFrom({ date, time, repeat, now, zone }: Pieces): { due: number | null; allDay: boolean } {
  if (date?.minutes !== undefined) {
    const due = Math.ceil((now + date.minutes * 60_000) / 60_000) * 60_000;
    return { due, allDay: false };
  }
  const today = dayNumber(now, zone);
  const rule = repeat ? parseRule(repeat) : null;
  if (!date && time === null && !rule) return { due: null, allDay: false };
  const over = time !== null && time <= minutesOf(now, zone);
  let day = date?.day ?? (over ? today + 1 : today);
  if (!date && rule && rule.byDay.length > 0) {
    while (!rule.byDay.some((one) => one.day === WEEKDAYS[(day + 3) % 7])) day++;
  }
  return time === null
    ? { due: momentOf(day, 0, zone), allDay: true }
    : { due: momentOf(day, time, zone), allDay: false };
}

/** `@Анна`, `@ivan`: the beginning of a word of the name; of several who fit, nobody. */
function readOwner(line: Line, people: QuickOptions["people"]): string | null {
  const match = /(?<=\s)@([\p{L}\p{N}_-]+)/u.exec(line.text);
  if (!match) return null;
  const wanted = match[1].toLowerCase().replaceAll("_", " ");
  const fit = people.filter(({ name }) => {
    const known = name.toLowerCase();
    return known.startsWith(wanted) || known.split(/\s+/).some((word) => word.startsWith(wanted));
  });
  if (fit.length !== 1) return null;
  line.text = line.text.replace(match[0], " ");
  return fit[0].id;
}

function readPriority(line: Line): TaskPriority {
  if (take(line, anyOf(words.low))) return "low";
  if (take(line, anyOf(words.high))) return "high";
  const marks = /\s!{1,3}(?=\s)|!{2,3}(?=\s)/.exec(line.text);
  if (!marks) return "normal";
  line.text = line.text.replace(marks[0], " ");
  return "high";
}

const FREQ = { day: "DAILY", week: "WEEKLY", month: "MONTHLY", year: "YEARLY" } as const;

function readRepeat(line: Line): string | null {
  if (take(line, anyOf(words.workdays))) return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
  for (
    const [key, freq] of [["daily", "DAILY"], ["weekly", "WEEKLY"], ["monthly", "MONTHLY"], [
      "yearly",
      "YEARLY",
    ]] as const
  ) {
    if (take(line, anyOf(words[key]))) return `FREQ=${freq}`;
  }
  const every = anyOf(words.every);
  for (const unit of ["day", "week", "month", "year"] as const) {
    const match = take(line, `${every}\\s+(?:(${NUMBER})\\s+)?${anyOf(words[unit])}`);
    if (!match) continue;
    const interval = Math.max(1, Math.min(999, Number(match[1] ?? 1)));
    return `FREQ=${FREQ[unit]}${interval > 1 ? `;INTERVAL=${interval}` : ""}`;
  }
  for (const [n, names] of words.weekdays.entries()) {
    if (take(line, `(?:${every}|${anyOf(words.byDays)})\\s+${anyOf(names)}`)) return `FREQ=WEEKLY;BYDAY=${WEEKDAYS[n]}`;
  }
  return null;
}

/** Minutes; a week at the most. */
function readLength(line: Line): number | null {
  const by = anyOf(words.for);
  if (take(line, `${by}\\s+${anyOf(words.half)}`)) return 30;
  if (take(line, `${by}\\s+${anyOf(words.halfMore)}`)) return 90;
  for (const [unit, factor] of [["minute", 1], ["hour", 60]] as const) {
    const match = take(line, `${by}\\s+(?:(\\d{1,3}(?:[.,]\\d)?)\\s*|${anyOf(words.one)}\\s+)?${anyOf(words[unit])}`);
    if (!match) continue;
    const minutes = Math.round(Number((match[1] ?? "1").replace(",", ".")) * factor);
    return minutes >= 1 && minutes <= 10_080 ? minutes : null;
  }
  return null;
}

/** By the word that comes first. */
function typeOf(text: string): TaskType {
  let best: { at: number; type: TaskType } | null = null;
  for (const [type, names] of Object.entries(words.types)) {
    const at = inWords(text, anyOf(names));
    if (at >= 0 && (best === null || at < best.at)) best = { at, type: type as TaskType };
  }
  return best?.type ?? "todo";
}
