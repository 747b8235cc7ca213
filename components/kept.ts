/** What one browser remembers for itself (devices, thresholds, drafts). Absent or broken storage is no error. */

const PREFIX = "kommutator.";

/** The kept value, or `otherwise` when there is none or it does not pass `fits`. */
export function kept<T>(key: string, otherwise: T, fits: (value: unknown) => value is T): T {
  try {
    const text = globalThis.localStorage?.getItem(PREFIX + key);
    if (!text) return otherwise;
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps a value; null forgets it. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) globalThis.localStorage?.removeItem(PREFIX + key);
    else globalThis.localStorage?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs only the comfort.
  }
}

export const isText = (value: unknown): value is string => typeof value === "string";
export const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
export const isRecordOfText = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null && Object.values(value).every(isText);
