/** Numbers, durations and moments as people read them. Formatters are costly to make and are kept. */

const kept = new Map<string, unknown>();

function keep<T>(kind: string, locale: string, options: object, make: () => T): T {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  let found = kept.get(key) as T | undefined;
  if (found === undefined) kept.set(key, found = make());
  return found;
}

/** A number with the language's own separators. */
export function formatNumber(locale: string, value: number, options: Intl.NumberFormatOptions = {}): string {
  return keep("number", locale, options, () => new Intl.NumberFormat(locale, options)).format(value);
}

/** `share` of 1 as per cent, whole by default. */
export function formatPercent(locale: string, share: number, digits = 0): string {
  return formatNumber(locale, share, { style: "percent", maximumFractionDigits: digits });
}

/** Minor units (kopecks, cents) with their currency. */
export function formatMoney(locale: string, { minor, currency }: { minor: number | bigint; currency: string }): string {
  const options: Intl.NumberFormatOptions = { style: "currency", currency };
  const format = keep("number", locale, options, () => new Intl.NumberFormat(locale, options));
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(Number(minor) / 10 ** digits);
}

/** Ticking time: `0:07`, `12:03`, `1:02:03`. Below zero counts as zero, since clocks differ by a little. */
export function formatClock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor(total / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

export interface Zoned {
  locale: string;
  timeZone: string;
}

/** A moment in a zone, by `Intl.DateTimeFormat` options; day, short month and time by default. */
export function formatDate(
  at: number | Date,
  { locale, timeZone }: Zoned,
  options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  },
): string {
  const all = { ...options, timeZone };
  return keep("date", locale, all, () => new Intl.DateTimeFormat(locale, all)).format(at);
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_556_952_000],
  ["month", 2_629_746_000],
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** "5 minutes ago", "tomorrow": the largest unit that fits, rounded towards zero. */
export function formatRelative(locale: string, at: number, now: number): string {
  const options = { numeric: "auto" } as const;
  const format = keep("relative", locale, options, () => new Intl.RelativeTimeFormat(locale, options));
  const difference = at - now;
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(difference) >= size) ?? STEPS[STEPS.length - 1];
  // `+ 0` turns -0 into 0: "-0 seconds" would read as the past.
  return format.format(Math.trunc(difference / ms) + 0, unit);
}
