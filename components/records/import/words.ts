/** States, amounts and times of imports as people read them, and which step belongs to which state. Pure. */
import type { ImportDetail, ImportLine, ImportState, Step } from "@/components/records/import/types.ts";
import type { Translate } from "@/components/i18n.ts";

export const TONES: Partial<Record<ImportState, "good" | "warn" | "bad" | "accent">> = {
  checking: "accent",
  running: "accent",
  undoing: "accent",
  paused: "warn",
  done: "good",
  failed: "bad",
};

/** Something happens on the server by itself. */
export const isBusy = (state: ImportState): boolean =>
  state === "checking" || state === "running" || state === "undoing";

/** The set-up may still be changed. */
export const isOpen = (state: ImportState): boolean => state === "uploaded" || state === "checked";

/** What may be opened in which state: the way back ends where rows begin to be written. */
export function stepsOf({ state }: Pick<ImportDetail, "state">, mine = true): Step[] {
  switch (state) {
    case "uploaded":
    case "checked":
      return !mine ? ["check"] : ["columns", "options", "check"];
    case "checking":
      return ["check"];
    case "running":
    case "paused":
    case "failed":
      return ["run"];
    default:
      return ["done"];
  }
}

/** The step that a page opens with. */
export const stepOf = (state: ImportState): Step =>
  state === "uploaded" ? "columns" : state === "checked" ? "check" : stepsOf({ state })[0];

const UNITS = ["kilobyte", "megabyte", "gigabyte"] as const;

/** `1.4 MB`, in the language's own way. */
export function sizeText(bytes: number, locale: string): string {
  const at = bytes < 1024 ** 2 ? 0 : Math.min(UNITS.length, Math.floor(Math.log(bytes) / Math.log(1024))) - 1;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[at],
    unitDisplay: "short",
    maximumFractionDigits: at === 0 ? 0 : 1,
  }).format(at === 0 ? Math.ceil(bytes / 1024) : bytes / 1024 ** (at + 1));
}

/** Seconds that the rest will take at the speed so far; null when that is not known yet. */
export function secondsLeft({ progress, counters, rowsPerSecond }: ImportLine): number | null {
  if (!rowsPerSecond || progress <= 0.005 || progress > 1) return null;
  return Math.max(0, Math.round(counters.total * (1 - progress) / progress / rowsPerSecond));
}

export function leftText(seconds: number, t: Translate): string {
  return seconds < 60 ? t("import_pages.left.seconds", { count: seconds }) : t("import_pages.left.minutes", {
    count: Math.ceil(seconds / 60),
  });
}

export type CounterKey = "created" | "updated" | "skipped" | "failed" | "warned";
export const COUNTERS: readonly CounterKey[] = ["created", "updated", "skipped", "failed", "warned"];
