/** What is good and bad about the data of a volume model, as pages draw it. Pure; finite or null. */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { totalsOf } from "@/ml/datasets/rows.ts";
import type { ComingDay, DataDay, DataQuality, MarkedDay, QualityFinding, ServiceRow } from "@/ml/datasets/types.ts";
import type { Gathered, VolumeData } from "@/ml/datasets/volume.ts";
import { hoursAhead, isUpsideDown } from "@/ml/datasets/zones.ts";
import { noteUnlike } from "@/ml/volume/cleaning.ts";
import { type Finding, Notes } from "@/ml/volume/findings.ts";
import { type History, totalOf } from "@/ml/volume/history.ts";
import { readObservations } from "@/ml/volume/observations.ts";

/** Plain, so that a Worker may be asked. */
export interface QualityAsked extends Pick<Gathered, "data" | "like" | "sources" | "found" | "hours"> {
  names: ReadonlyMap<string, string>;
  marks: readonly MarkedDay[];
  /** First day to come. */
  today: string;
}

/** On its way to a Worker: rows in pieces, with the last one all the rest. */
export interface QualityPiece {
  rows: VolumeData["rows"];
  service: VolumeData["service"];
  asked: QualityAsked | null;
}

/** Copied in about a millisecond. */
const ROWS = 5_000;

export function* inPieces(asked: QualityAsked): Generator<QualityPiece, void> {
  const { rows, service } = asked.data;
  for (let from = 0; from < Math.max(rows.length, service.length); from += ROWS) {
    yield { rows: rows.slice(from, from + ROWS), service: service.slice(from, from + ROWS), asked: null };
  }
  yield { rows: [], service: [], asked: { ...asked, data: { ...asked.data, rows: [], service: [] } } };
}

const LATEST_DAYS = 800;
const COMING_DAYS = 56;
const SERVICE_DAYS = 28;

export function qualityOf(asked: QualityAsked): DataQuality {
  const { data } = asked;
  const read = readObservations(data.rows.map((row) => ({ ...row })), data.calendar);
  const totals = totalsOf(data.rows);
  const history = read.ok ? read.history : null;
  const unlike = history ? unlikeDays(history, asked) : new Set<string>();
  const found = read.ok ? explained(read.findings, { data, unlike }) : [];
  const findings = [...asked.found, ...zoneFindings(asked.hours), ...found];
  return {
    kind: "volume",
    refusal: read.ok ? null : refusalOf(read.code, totals.size),
    findings,
    fingerprint: data.rows.length > 0 ? data.fingerprint : null,
    from: data.from,
    to: data.to,
    step: history?.step ?? null,
    opens: history?.opens ?? null,
    slots: history?.slots ?? null,
    rows: data.rows.length,
    days: history?.days.length ?? 0,
    calls: round(history?.days.reduce((all, { calls }) => all + totalOf(calls), 0) ?? 0),
    weekdays: [...history?.calendar.weekdays ?? []],
    series: seriesOf(asked, { totals, history, unlike }),
    course: history ? courseOf(history) : [],
    coming: comingOf(asked, history),
    service: serviceOf(data.service),
    like: asked.like,
  };
}

function refusalOf(code: string, days: number): DataQuality["refusal"] {
  return { code, detail: { days } };
}

/**
 * Times that stand twice in the night of a Sunday alone are clocks that went back, not a mistake; days that the calendar
 * explains are not told as unusual.
 */
function explained(
  findings: readonly Finding[],
  { data, unlike }: { data: VolumeData; unlike: ReadonlySet<string> },
): QualityFinding[] {
  return findings.flatMap((finding): QualityFinding[] => {
    if (finding.code === "unlike-days") {
      const days = [...unlike].sort();
      return days.length === 0 ? [] : [{ code: finding.code, count: days.length, examples: days.slice(0, 5) }];
    }
    if (finding.code !== "duplicates") return [{ ...finding }];
    const seen = new Set<string>();
    const night = data.rows.every(({ at }) => {
      const again = seen.has(at);
      seen.add(at);
      return !again || (weekdayOf(at.slice(0, 10)) === 6 && Number(at.slice(11, 13)) <= 3);
    });
    return [night ? { ...finding, code: "daylight-saving" } : { ...finding }];
  });
}

/** Days far from their weekday's usual that no holiday and no mark explains. */
function unlikeDays(history: History, { data, marks }: QualityAsked): Set<string> {
  const notes = new AllNotes();
  noteUnlike(history.days, notes);
  const { holidays } = data.calendar;
  const known = (day: string) =>
    holidays.has(day) || holidays.has(addDays(day, -1)) || marks.some(({ first, last }) => first <= day && day <= last);
  return new Set([...notes.days].filter((day) => !known(day)));
}

function zoneFindings({ own, upload }: Gathered["hours"]): QualityFinding[] {
  const ahead = hoursAhead(upload, own);
  if (ahead !== 0) return [{ code: "shifted-hours", count: 1, examples: [], detail: { hours: ahead } }];
  return isUpsideDown(upload) ? [{ code: "wrong-zone", count: 1, examples: [] }] : [];
}

/** Keeps all days, where findings keep examples. */
class AllNotes extends Notes {
  readonly days = new Set<string>();
  override add(_: Finding["code"], examples: readonly string[]): void {
    for (const day of examples) this.days.add(day);
  }
}

function seriesOf(
  { data, sources, marks }: QualityAsked,
  { totals, history, unlike }: {
    totals: ReadonlyMap<string, number>;
    history: History | null;
    unlike: ReadonlySet<string>;
  },
): DataDay[] {
  if (data.from === null || data.to === null) return [];
  const partial = new Set(history?.days.filter(({ calls }) => calls.some(Number.isNaN)).map(({ day }) => day));
  const open = new Map(history?.days.map(({ day, calls }) => [day, totalOf(calls)]));
  const marked = (day: string) => marks.some(({ first, last }) => first <= day && day <= last);
  const flagOf = (day: string): DataDay["flag"] => {
    if (!totals.has(day) || totals.get(day) === 0) {
      if (!history?.calendar.weekdays[weekdayOf(day)]) return null;
      return history.calendar.closed.has(day) ? "closed" : "gap";
    }
    if (unlike.has(day)) return "unlike";
    if (partial.has(day)) return "partial";
    if (data.calendar.holidays.has(day)) return "holiday";
    return marked(day) ? "marked" : null;
  };
  const oldest = addDays(data.to, 1 - LATEST_DAYS);
  const series: DataDay[] = [];
  for (let day = data.from > oldest ? data.from : oldest; day <= data.to; day = addDays(day, 1)) {
    const flag = flagOf(day);
    const calls = open.get(day) ?? totals.get(day) ?? null;
    const own = sources.own !== null && day >= sources.own;
    series.push({
      day,
      calls: flag === "closed" || flag === "gap" || calls === null ? null : round(calls),
      flag,
      source: own ? "own" : sources.before,
    });
  }
  return series;
}

/** Mean calls of each weekday that is worked, by interval. */
function courseOf({ days, slots, calendar }: History): DataQuality["course"] {
  return [0, 1, 2, 3, 4, 5, 6].filter((weekday) => calendar.weekdays[weekday]).map((weekday) => {
    const alike = days.filter(({ day }) => weekdayOf(day) === weekday);
    const calls = Array.from({ length: slots }, (_, slot) => {
      const known = alike.map((one) => one.calls[slot]).filter((value) => !Number.isNaN(value));
      return known.length === 0 ? null : round(known.reduce((all, one) => all + one, 0) / known.length);
    });
    return { weekday, calls };
  });
}

function comingOf({ data, names, marks, today }: QualityAsked, history: History | null): ComingDay[] {
  const coming: ComingDay[] = [];
  if (!history) return coming;
  for (let n = 0; n < COMING_DAYS; n++) {
    const day = addDays(today, n);
    const mark = marks.find(({ first, last }) => first <= day && day <= last);
    const marked = mark ? { kind: mark.kind, name: mark.name } : null;
    const holiday = names.get(day) ?? null;
    const works = history.calendar.weekdays[weekdayOf(day)] || data.calendar.opened?.has(day);
    if (!works) continue;
    if (data.calendar.closures.has(day)) coming.push({ day, kind: "closed", holiday, marked });
    else if (marked) coming.push({ day, kind: "marked", holiday, marked });
    else if (data.calendar.holidays.has(day)) coming.push({ day, kind: "holiday", holiday, marked });
  }
  return coming;
}

/** Of the last four weeks. Who was answered would have waited longer: waiting of all, by those who gave up. */
function serviceOf(rows: readonly ServiceRow[]): DataQuality["service"] {
  if (rows.length === 0) return null;
  const from = addDays(rows[rows.length - 1].at.slice(0, 10), 1 - SERVICE_DAYS);
  const sums = { answered: 0, handle: 0, abandoned: 0, waited: 0 };
  for (const row of rows) {
    if (row.at.slice(0, 10) < from) continue;
    for (const key of ["answered", "handle", "abandoned", "waited"] as const) sums[key] += row[key];
  }
  return {
    answered: sums.answered,
    handle: sums.answered > 0 ? round(sums.handle / sums.answered) : null,
    abandoned: sums.abandoned,
    patience: sums.abandoned > 0 ? round(sums.waited / sums.abandoned) : null,
  };
}

/** To hundredths; of what cannot be calls as much as a number holds. */
const round = (value: number) =>
  Math.abs(value) < 1e12 ? Math.round(value * 100) / 100 : Math.min(value, Number.MAX_VALUE);
