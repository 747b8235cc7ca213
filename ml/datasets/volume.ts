/** What a training of a queue's calls learns from, put together from own calls, files and marked days. */
import { addDays } from "@/ml/calendar/days.ts";
import { calendarOf, type DatasetCalendar } from "@/ml/datasets/calendar.ts";
import { type Likeness, likeness, scaledBefore } from "@/ml/datasets/like.ts";
import { type OwnCalls, ownCalls } from "@/ml/datasets/own_calls.ts";
import { beforeDay, coarser, dayOfRow, fingerprintOf, surveyOf } from "@/ml/datasets/rows.ts";
import type { CallsDataset, QualityFinding, UploadDataset, VolumeDataset } from "@/ml/datasets/types.ts";
import { uploadedCalls } from "@/ml/datasets/uploads/store.ts";
import { RefusedError, type VolumeTask } from "@/ml/training/protocol.ts";
import type { FilledRow } from "@/ml/datasets/grid.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import type { Store } from "@/store/store.ts";

/** All of a training's task but the champion; `rows.length` is what goes to the version as `dataRows`. */
export interface VolumeData extends Omit<VolumeTask, "champion" | "forecastFrom"> {
  fingerprint: string;
  from: string | null;
  to: string | null;
}

export interface VolumeAsked {
  dataset: VolumeDataset;
  settings: VolumeSettings;
  /** `YYYY-MM-DD` of the company's zone; it is not over, and no part of the data. */
  today: string;
}

/** The same with what pages tell about it; for {@link inspect}. */
export interface Gathered {
  data: VolumeData;
  calendar: DatasetCalendar;
  like: Likeness | null;
  /** First day of the rows that are the queue's own, and where those before are from. */
  sources: { own: string | null; before: "upload" | "like" };
  found: QualityFinding[];
  /** Calls by hour of the day: of the file beside the own ones, for telling a wrong zone. */
  hours: { own: number[]; upload: number[] };
}

/** Years that a forecast has use of; five-minute rows of more would be too many. */
const LONGEST_DAYS = { fine: 550, coarse: 3 * 366 };
const NO_HOURS: number[] = Array(24).fill(0);
/** A file with a row a call. */
const USUAL_STEP = 30;

/** @throws {RefusedError} the queue or the file is gone, or they do not go together */
export async function volumeTask(store: Store, asked: VolumeAsked): Promise<VolumeData> {
  return (await gather(store, asked)).data;
}

export async function gather(store: Store, asked: VolumeAsked): Promise<Gathered> {
  const { dataset, settings, today } = asked;
  const made = dataset.from === "calls"
    ? await callsOf(store, { dataset, today })
    : await fileOf(store, { dataset, today });
  const { totals } = await surveyOf(made.rows);
  const first = made.rows[0] ? dayOfRow(made.rows[0]) : null;
  const to = made.rows.length > 0 ? dayOfRow(made.rows[made.rows.length - 1]) : null;
  const calendar = await calendarOf(store, {
    queue: dataset.from === "calls" ? dataset.queue : null,
    totals,
    from: first ?? today,
    // A file may end years ago: what is to come begins the day after it.
    today: dataset.from === "upload" && to !== null ? addDays(to, 1) : today,
    holidays: settings.holidays,
  });
  const { holidays, closures, opened, special } = calendar;
  const data: VolumeData = {
    kind: "volume",
    rows: made.rows,
    service: made.service,
    calendar: { closed: settings.closed, holidays, closures, opened, special },
    settings,
    fingerprint: await fingerprintOf(made.rows),
    from: first,
    to,
  };
  return { ...made, data, calendar };
}

type Made = Omit<Gathered, "data" | "calendar"> & Pick<OwnCalls, "rows" | "service">;

async function callsOf(store: Store, { dataset, today }: { dataset: CallsDataset; today: string }): Promise<Made> {
  const { queue, step, filter } = dataset;
  const site = await store.db.selectFrom("site_settings").select("time_zone").executeTakeFirstOrThrow();
  const queues = [queue, ...dataset.like ? [dataset.like.queue] : []];
  const known = await store.db.selectFrom("queues").select("id").where("id", "in", queues).execute();
  if (known.length < new Set(queues).size) throw new RefusedError({ code: "no-queue" });
  const yesterday = addDays(today, -1);
  const until = dataset.until !== null && dataset.until < yesterday ? dataset.until : yesterday;
  const longest = addDays(today, -(step === 5 ? LONGEST_DAYS.fine : LONGEST_DAYS.coarse));
  const since = dataset.since !== null && dataset.since > longest ? dataset.since : longest;
  const asked = { step, since, until, timeZone: site.time_zone };
  const own = await ownCalls(store, { ...asked, queue, filter });
  const first = own.rows[0] ? dayOfRow(own.rows[0]) : null;
  const found: QualityFinding[] = own.clockChanges.length > 0
    ? [{ code: "daylight-saving", count: own.clockChanges.length, examples: own.clockChanges.slice(0, 5) }]
    : [];
  let rows: FilledRow[] = own.rows;
  const upload = dataset.upload === null ? [] : await uploadRows(store, { upload: dataset.upload, step });
  const before = beforeDay(upload, first).filter((row) => dayOfRow(row) >= since && dayOfRow(row) <= until);
  rows = [...before, ...rows];
  let like: Likeness | null = null;
  if (dataset.like) {
    // Numbers that were called belong to one queue; the other's are its own.
    const other = await ownCalls(store, {
      ...asked,
      queue: dataset.like.queue,
      filter: { dids: [], leastWait: filter.leastWait },
    });
    like = await likeness(store, { queue, like: dataset.like, own: own.rows, other: other.rows });
    rows = [...scaledBefore(other.rows, rows, like.share), ...rows];
  }
  return {
    rows,
    service: own.service,
    like,
    sources: { own: first, before: before.length > 0 ? "upload" : "like" },
    found,
    // Only beside a file's hours are the own ones of use.
    hours: {
      own: upload.length > 0 ? (await surveyOf(own.rows)).hours : NO_HOURS,
      upload: (await surveyOf(upload)).hours,
    },
  };
}

async function fileOf(store: Store, { dataset, today }: { dataset: UploadDataset; today: string }): Promise<Made> {
  const { since, until } = dataset;
  const all = await uploadRows(store, { upload: dataset.upload, step: dataset.step ?? null });
  const rows = all.filter((row) => {
    const day = dayOfRow(row);
    return (since === null || day >= since) && (until === null || day <= until) && day < today;
  });
  return {
    rows,
    service: [],
    like: null,
    sources: { own: null, before: "upload" },
    found: [],
    hours: { own: NO_HOURS, upload: (await surveyOf(rows)).hours },
  };
}

/** Rows of a file in the interval that is wanted. @throws {RefusedError} the file is gone, or coarser than that */
async function uploadRows(
  store: Store,
  { upload, step }: { upload: string; step: number | null },
): Promise<FilledRow[]> {
  const file = await uploadedCalls(store, upload);
  if (!file) throw new RefusedError({ code: "no-upload" });
  const wanted = step ?? file.step ?? USUAL_STEP;
  // A row a call was counted in pieces of five minutes.
  const own = file.step ?? 5;
  if (wanted % own !== 0) throw new RefusedError({ code: "coarser-file", detail: { file: own, wanted } });
  return wanted === own ? file.rows : coarser(file.rows, wanted);
}
