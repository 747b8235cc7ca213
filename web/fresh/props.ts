/**
 * Props of islands on their way from the server to the browser: plain data plus signals, Dates, Maps, Sets, URLs,
 * bigints, byte arrays, undefined and non-finite numbers. Anything else is refused with the path to it, because a prop
 * that silently vanishes breaks the island in the browser only. Tagged values are `{"$": kind, v}`; a plain object
 * that has a `$` of its own is wrapped. A signal given to two islands stays one signal.
 */
import { Signal, signal } from "@preact/signals";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Raised on the server while rendering; names the island and the prop. */
export class PropsError extends Error {
  override name = "PropsError";
}

/** One per page, so that shared signals are known. `slot` turns a JSX value into a reference, or undefined. */
export class PropsEncoder {
  readonly #signals = new Map<object, number>();

  /** @throws {PropsError} on functions, symbols, cycles, class instances */
  encode(value: unknown, where: string, seen: object[] = []): Json {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: "n", v: Object.is(value, -0) ? "-0" : String(value) };
      case "undefined":
        return { $: "u" };
      case "bigint":
        return { $: "b", v: String(value) };
      case "function":
        throw new PropsError(`${where} is a function: islands take plain data, signals and JSX only`);
      case "symbol":
        throw new PropsError(`${where} is a symbol: it cannot go to the browser`);
    }
    if (value === null) return null;
    if (seen.includes(value as object)) throw new PropsError(`${where} refers to itself`);
    return this.#object(value as object, where, [...seen, value as object]);
  }

  #object(value: object, where: string, seen: object[]): Json {
    if (value instanceof Signal) {
      const known = this.#signals.get(value);
      if (known !== undefined) return { $: "s", i: known };
      const i = this.#signals.size;
      this.#signals.set(value, i);
      return { $: "s", i, v: this.encode(value.peek(), `${where}.value`, seen) };
    }
    if (Array.isArray(value)) return value.map((item, i) => this.encode(item, `${where}[${i}]`, seen));
    if (value instanceof Date) return { $: "d", v: Number.isNaN(value.getTime()) ? null : value.getTime() };
    if (value instanceof URL) return { $: "l", v: value.href };
    if (value instanceof Uint8Array) return { $: "y", v: Array.from(value) };
    if (value instanceof Map) {
      return {
        $: "m",
        v: [...value].map((
          [k, v],
          i,
        ) => [this.encode(k, `${where}.key(${i})`, seen), this.encode(v, `${where}.get(${i})`, seen)]),
      };
    }
    if (value instanceof Set) {
      return {
        $: "t",
        v: [...value].map((v, i) => this.encode(v, `${where}.item(${i})`, seen)),
      };
    }
    if (value instanceof SlotRef) return { $: "slot", i: value.id };
    const proto = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null) {
      throw new PropsError(`${where} is an instance of ${proto.constructor?.name}: give the island plain data`);
    }
    const out: { [key: string]: Json } = {};
    for (const [key, item] of Object.entries(value)) {
      if (key === "__proto__") throw new PropsError(`${where} has a key __proto__`);
      out[key] = this.encode(item, `${where}.${key}`, seen);
    }
    return "$" in out ? { $: "o", v: out } : out;
  }
}

/** JSX given to an island: rendered on the server, found again in the page by its number. */
export class SlotRef {
  constructor(readonly id: number) {}
}

/** Reads what {@link PropsEncoder} wrote; one per page. */
export class PropsDecoder {
  readonly #signals = new Map<number, Signal<unknown>>();

  decode(value: Json): unknown {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item) => this.decode(item));
    const { $: kind, v, i } = value;
    switch (kind) {
      case undefined:
        return this.#plain(value);
      case "o":
        return this.#plain(v as { [key: string]: Json });
      case "u":
        return undefined;
      case "n":
        return Number(v);
      case "b":
        return BigInt(v as string);
      case "d":
        return new Date(v === null ? NaN : v as number);
      case "l":
        return new URL(v as string);
      case "y":
        return Uint8Array.from(v as number[]);
      case "m":
        return new Map((v as [Json, Json][]).map(([k, item]) => [this.decode(k), this.decode(item)]));
      case "t":
        return new Set((v as Json[]).map((item) => this.decode(item)));
      case "slot":
        return new SlotRef(i as number);
      case "s": {
        const known = this.#signals.get(i as number);
        if (known) return known;
        const made = signal<unknown>(this.decode(v));
        this.#signals.set(i as number, made);
        return made;
      }
      default:
        throw new PropsError(`unknown kind ${String(kind)}`);
    }
  }

  #plain(value: { [key: string]: Json }): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.decode(item)]));
  }
}
