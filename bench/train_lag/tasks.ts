/** What is trained: half a year of a queue at half an hour, and nine thousand leads with thirty columns. */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import type { ScoreTask, VolumeTask } from "@/ml/training/protocol.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const DAYS = 182;
const LEADS = 9_000;
const COLUMNS = 30;

export function volumeTask(): VolumeTask {
  const random = seeded(1);
  const rows = Array.from({ length: DAYS }, (_, n) => addDays("2026-01-05", n)).flatMap((day) => {
    const level = weekdayOf(day) > 4 ? 0 : 40 * (1 - 0.06 * weekdayOf(day)) * (0.8 + 0.4 * random());
    return Array.from({ length: 28 }, (_, slot) => ({
      at: `${day} ${String(7 + (slot >> 1)).padStart(2, "0")}:${slot % 2 ? "30" : "00"}`,
      calls: Math.round(level * (0.4 + Math.sin(Math.PI * slot / 28)) * (0.8 + 0.4 * random())),
    }));
  });
  return {
    kind: "volume",
    rows,
    service: [],
    calendar: { closed: "weekday", holidays: new Set(), closures: new Set(), special: new Map() },
    settings: VOLUME_SETTINGS,
    champion: null,
    forecastFrom: null,
  };
}

export function scoreTask(): ScoreTask {
  const random = seeded(2);
  const rows = Array.from(
    { length: LEADS },
    () =>
      Array.from(
        { length: COLUMNS },
        (_, n) => n % 3 ? `${Math.floor(random() * 100)}` : `kind ${Math.floor(random() * 9)}`,
      ),
  );
  const outcome = Uint8Array.from(rows, (row) => +row[1] + +row[2] / 2 + 90 * random() > 120 ? 1 : 0);
  const columns = Array.from({ length: COLUMNS }, (_, n) => `column ${n}`);
  return { kind: "score", table: { columns, rows }, outcome, moment: null, settings: SCORE_SETTINGS, champion: null };
}
