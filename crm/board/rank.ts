/**
 * Places in a column as decimal numbers in text (PostgreSQL's numeric), the smallest on top. Pure; the board in the
 * browser compares by the same code. Between two different numbers there always is another: nothing is renumbered.
 */

interface Decimal {
  digits: bigint;
  /** Digits after the point. */
  scale: number;
}

/** @throws on text that is no decimal number */
function parse(text: string): Decimal {
  const [, sign, whole, rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`${text} is no rank`);
  const digits = BigInt(whole + rest);
  return { digits: sign ? -digits : digits, scale: rest.length };
}

function format(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const rest = text.slice(text.length - scale).replace(/0+$/, "");
  const whole = text.slice(0, text.length - scale);
  return `${digits < 0n ? "-" : ""}${whole}${scale > 0 && rest ? `.${rest}` : ""}`;
}

const at = ({ digits, scale }: Decimal, wanted: number) => digits * 10n ** BigInt(wanted - scale);

/** Order of two cards: by rank, ties by id, as the database orders them. */
export function compareCards(a: { rank: string; id: string }, b: { rank: string; id: string }): number {
  return compareRanks(a.rank, b.rank) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function compareRanks(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.scale, right.scale);
  const [x, y] = [at(left, scale), at(right, scale)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A place strictly between two others; null: there is none, because they are equal or the wrong way round. */
export function between(above: string | null, below: string | null): string | null {
  return spread(above, below, { count: 1 })?.[0] ?? null;
}

/**
 * So many places strictly between two others, in their order, with as few digits as there can be. An open end is one
 * step a place. null: there is no room.
 */
export function spread(above: string | null, below: string | null, options: { count: number }): string[] | null {
  const count = BigInt(options.count);
  const steps = Array.from({ length: options.count }, (_, n) => BigInt(n + 1));
  if (above === null && below === null) return steps.map((n) => format(n, 0));
  if (above === null || below === null) {
    const { digits, scale } = parse((above ?? below)!);
    const one = 10n ** BigInt(scale);
    return steps.map((n) => format(above === null ? digits - (count + 1n - n) * one : digits + n * one, scale));
  }
  if (compareRanks(above, below) >= 0) return null;
  const [from, to] = [parse(above), parse(below)];
  const most = Math.max(from.scale, to.scale);
  for (let scale = 0;; scale++) {
    // The numbers of this many digits that lie strictly between the two.
    const lift = 10n ** BigInt(Math.max(0, scale - most));
    const drop = 10n ** BigInt(Math.max(0, most - scale));
    const first = floorDivide(at(from, most) * lift, drop) + 1n;
    const last = -floorDivide(-at(to, most) * lift, drop) - 1n;
    const room = last - first + 1n;
    if (room >= count) return steps.map((n) => format(first + (room + 1n) * n / (count + 1n) - 1n, scale));
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const whole = a / b;
  return a < 0n && whole * b !== a ? whole - 1n : whole;
}
