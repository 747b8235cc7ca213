/**
 * Figures of a model in words that need no statistics. Each function gives a catalogue key with its values, so that
 * islands and tests share one judgement. Pure.
 */
import type { Verdict } from "@/ml/registry/types.ts";
import { formatPercent } from "@/locales/format.ts";
import type { Values } from "@/components/i18n.ts";

export interface Said {
  key: string;
  values?: Values;
}

export type Figure = Pick<Verdict["figure"], "name"> & { value: number | null };

/** A figure that can be told: AUC lies between 0 and 1, an error is never below zero. */
function known({ name, value }: Figure): number | null {
  if (value === null || !Number.isFinite(value) || value < 0) return null;
  return name === "auc" && value > 1 ? null : value;
}

/** "Errs by about 1 call in 12", or "of 100 pairs tells 88 apart". */
export function inWords(figure: Figure): Said {
  const value = known(figure);
  if (value === null) return { key: "workshop.accuracy.unknown" };
  return figure.name === "wape" ? errorInWords(value) : pairsInWords(value);
}

function errorInWords(wape: number): Said {
  if (wape < 0.005) return { key: "workshop.accuracy.tiny" };
  if (wape < 0.4) return { key: "workshop.accuracy.one-in", values: { n: Math.round(1 / wape) } };
  return { key: wape < 0.6 ? "workshop.accuracy.half" : "workshop.accuracy.most" };
}

function pairsInWords(auc: number): Said {
  const n = Math.round(auc * 100);
  return n <= 55 ? { key: "workshop.accuracy.coin", values: { n } } : { key: "workshop.accuracy.pairs", values: { n } };
}

/** The figure itself, as it stands beside the words: "WAPE 8.3 %", "AUC 0.88". Null: nobody knows it. */
export function inFigures(figure: Figure, locale: string): string | null {
  const value = known(figure);
  if (value === null) return null;
  return figure.name === "wape"
    ? `WAPE ${formatPercent(locale, value, 1)}`
    : `AUC ${new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)}`;
}

/**
 * How much of the other's error is gone (volume), or of its pairs told wrongly (scores): 0.34 is "a third fewer
 * errors", below zero is more errors. Null: cannot be told.
 */
export function fewerErrors(own: Figure, other: number | null | undefined): number | null {
  const [value, beside] = [known(own), known({ name: own.name, value: other ?? null })];
  if (value === null || beside === null) return null;
  const [mine, theirs] = own.name === "wape" ? [value, beside] : [1 - value, 1 - beside];
  const share = 1 - mine / theirs;
  return theirs > 0 && Number.isFinite(share) ? share : null;
}

/** "34 % fewer errors than …", "as many errors as …", "34 % more errors than …"; `than` ends the key. */
export function besideInWords(share: number | null, than: "simple" | "champion", locale: string): Said | null {
  if (share === null) return null;
  const how = Math.abs(share) < 0.005 ? "equal" : share > 0 ? "fewer" : "more";
  return {
    key: `workshop.beside.${than}.${how}`,
    values: { percent: formatPercent(locale, Math.abs(share)) },
  };
}

/** Above this much of an error that is mere chance, it is said that it is. */
const MOSTLY = 0.65;
const REMARKABLE = 0.15;

/**
 * The one sentence about a version. Where an interval has so few calls that its error is chance, whole days say more:
 * an error of a half in half an hour frightens people about a forecast that nobody could better.
 */
export function headline(figure: Verdict["figure"]): Said {
  const day = mostlyChance(figure) ? known({ name: "wape", value: figure.day ?? null }) : null;
  if (day === null) return inWords({ name: figure.name, value: figure.own });
  const { key, values } = errorInWords(day);
  return { key: key.replace("accuracy.", "accuracy.day."), values };
}

function mostlyChance({ name, own, floor }: Verdict["figure"]): boolean {
  const error = known({ name, value: own });
  return name === "wape" && error !== null && error >= REMARKABLE && (floor ?? 0) >= error * MOSTLY;
}

/** What stands beneath it: the error by interval where it is chance, else that of whole days. */
export function moreInWords(figure: Verdict["figure"], locale: string): Said[] {
  const [own, day] = [
    known({ name: figure.name, value: figure.own }),
    known({ name: "wape", value: figure.day ?? null }),
  ];
  if (figure.name !== "wape" || own === null || day === null) return [];
  return [
    mostlyChance(figure)
      ? { key: "workshop.accuracy.chance", values: { percent: formatPercent(locale, own) } }
      : { key: "workshop.accuracy.whole-day", values: { percent: formatPercent(locale, day, 1) } },
  ];
}

/** What to think of a version. `tone` is a badge's. */
export function verdictInWords(verdict: Verdict): Said & { tone: "good" | "warn" | "bad"; code: string } {
  const code = verdict.figure.own === null
    ? "unknown"
    : verdict.lostTo.length > 0
    ? "loses-to-simple"
    : verdict.champion;
  const tone = code === "first" || code === "better" || code === "same"
    ? "good"
    : code === "unproven" || code === "unknown"
    ? "warn"
    : "bad";
  return { key: `workshop.verdict.${code}`, tone, code };
}

/** Codes of trainings that ended without a version; those of the data have words with the data. */
export function refusalKeys(kind: "volume" | "score", code: string): { words: string[]; remedies: string[] } {
  // Words of trainings say what to do themselves.
  if (code.startsWith("training.")) return { words: [code], remedies: [] };
  if (code.includes(".")) {
    const remedy = code.replace(".refused.", ".remedy.").replace(".error.", ".remedy.");
    return { words: [code], remedies: remedy === code ? [] : [remedy] };
  }
  const rooms = kind === "volume" ? ["datasets", "scores"] : ["scores", "datasets"];
  return {
    words: rooms.map((room) => `${room}.refused.${code}`),
    remedies: rooms.map((room) => `${room}.remedy.${code}`),
  };
}
