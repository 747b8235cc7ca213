/**
 * Spoken position and expected wait, put together from Asterisk's core sounds. Pure; used by the queue's actor.
 *
 * The Russian voice (IvrvoiceRU) has numbers in the masculine and neuter only, "минута" (`queue-minute`) and "минут"
 * (`queue-minutes`), but neither "одна", "две" nor "минуты" (told by the formants of the files; there is no list of
 * their words in the package). So an expected wait is rounded up to a number that it can say in right Russian.
 */

export type SpokenLanguage = "ru" | "en";

/** Longest expected wait that is spoken; a longer one tells a caller nothing but to hang up. */
const LONGEST_MINUTES = 60;
/** Highest place that is spoken: the Russian voice has no word for two hundred. */
const LAST_PLACE = 99;

export interface Announcement {
  /** Place in the line, from 1; null: not spoken. */
  position: number | null;
  /** Null: unknown or not spoken. */
  expectedWaitMs: number | null;
  language: SpokenLanguage;
}

/** Media URIs in order; empty when there is nothing to say. */
export function announcementSounds({ position, expectedWaitMs, language }: Announcement): string[] {
  const said = [
    ...(position === null ? [] : positionSounds(position)),
    ...(expectedWaitMs === null ? [] : expectedWaitSounds(expectedWaitMs, language)),
  ];
  return said.length === 0 ? [] : [...said, "sound:queue-thankyou"];
}

/** "You are next", or "you are currently caller number … waiting". Alike in both languages. */
export function positionSounds(position: number): string[] {
  if (!Number.isInteger(position) || position < 1 || position > LAST_PLACE) return [];
  if (position === 1) return ["sound:queue-youarenext"];
  return ["sound:queue-thereare", ...numberSounds(position), "sound:queue-callswaiting"];
}

/** "The estimated hold time is … minutes", never shorter than expected. */
export function expectedWaitSounds(waitMs: number, language: SpokenLanguage): string[] {
  if (!Number.isFinite(waitMs) || waitMs < 0) return [];
  const minutes = speakableMinutes(Math.max(1, Math.ceil(waitMs / 60_000)), language);
  if (minutes > LONGEST_MINUTES) return [];
  if (minutes === 1) {
    // "… минута": the numeral would have to be feminine; left out, the sentence is right.
    const one = language === "ru" ? [] : numberSounds(1);
    return ["sound:queue-holdtime", ...one, "sound:queue-minute"];
  }
  return ["sound:queue-holdtime", ...numberSounds(minutes), "sound:queue-minutes"];
}

/**
 * The next number of minutes that the voice can say. In Russian the noun's form follows the last digit: 1 минута,
 * 2–4 минуты, 0 and 5–9 and 11–14 минут; only the last form is recorded.
 */
export function speakableMinutes(minutes: number, language: SpokenLanguage): number {
  if (language === "en" || minutes === 1) return minutes;
  let spoken = minutes;
  while (new Intl.PluralRules("ru").select(spoken) !== "many") spoken++;
  return spoken;
}

/** 1 to 99, in both languages tens and then ones. */
export function numberSounds(value: number): string[] {
  if (!Number.isInteger(value) || value < 1 || value > 99) throw new RangeError(`no sounds for ${value}`);
  if (value <= 20) return [`sound:digits/${value}`];
  const ones = value % 10;
  return [`sound:digits/${value - ones}`, ...(ones === 0 ? [] : [`sound:digits/${ones}`])];
}
