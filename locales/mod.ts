/**
 * Messages in Russian and English, for the server and for islands alike. Catalogues are flat JSON in ICU
 * MessageFormat, `locales/<locale>/<room>.json`; this module owns how they are kept, chosen and filled in.
 * The server loads them with `load.ts`; a page brings its own by `browser.ts`.
 */
import { IntlMessageFormat } from "intl-messageformat";

export * from "./format.ts";

export const LOCALES = ["ru", "en"] as const;
export type Locale = typeof LOCALES[number];

/** Key → message. */
export type Catalogue = Readonly<Record<string, string>>;

export type Values = Record<string, string | number | boolean | Date | null | undefined>;

/** A message by key with its placeholders filled. A key that is not there comes back as itself, never as an error. */
export type Translate = (key: string, values?: Values) => string;

type Compiled = string | IntlMessageFormat;

interface Shelf {
  catalogue: Catalogue;
  compiled: Map<string, Compiled>;
  translate: Translate;
}

const shelves = new Map<Locale, Shelf>();
let current: Locale = "ru";
let report: (problem: string) => void = () => {};

/** Where missing keys and missing values are told; each once per key is the listener's affair. */
export function onTranslationProblem(listener: (problem: string) => void): void {
  report = listener;
}

/** Puts a language's messages in place; replaces those it had. */
export function setCatalogue(locale: Locale, catalogue: Catalogue): void {
  const shelf: Shelf = {
    catalogue,
    compiled: new Map(),
    translate: (key, values) => fill(locale, shelf, { key, values }),
  };
  shelves.set(locale, shelf);
}

function compile(message: string, locale: Locale): Compiled {
  // Most messages are plain text; an apostrophe may quote a brace.
  return /[{']/.test(message) ? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }) : message;
}

function fill(locale: Locale, shelf: Shelf, { key, values }: { key: string; values?: Values }): string {
  const message = Object.hasOwn(shelf.catalogue, key) ? shelf.catalogue[key] : undefined;
  if (message === undefined) {
    report(`${locale}: no message ${key}`);
    return key;
  }
  try {
    let ready = shelf.compiled.get(key);
    if (ready === undefined) shelf.compiled.set(key, ready = compile(message, locale));
    return typeof ready === "string" ? ready : String(ready.format(values));
  } catch (error) {
    report(`${locale}: ${key}: ${error instanceof Error ? error.message : String(error)}`);
    return message;
  }
}

/** The translator of a language; the same function each time. */
export function t(locale: Locale): Translate {
  return shelves.get(locale)?.translate ?? ((key) => key);
}

/** Is there such a message? For codes that come from elsewhere. */
export function hasMessage(locale: Locale, key: string): boolean {
  return Object.hasOwn(shelves.get(locale)?.catalogue ?? {}, key);
}

/**
 * Chooses the language of what is rendered next: by the page in a browser, on the server right before each
 * (synchronous) rendering.
 */
export function enterLocale(locale: Locale): void {
  current = locale;
}

export function currentLocale(): Locale {
  return current;
}

/**
 * The translator of the page that is being rendered. For components and islands; an async page or layout runs before
 * the rendering and takes `t(ctx.state.locale)`.
 */
export function useT(): Translate {
  return t(current);
}

/** The best of ours for an `Accept-Language` header. */
export function negotiate(header: string | null, fallback: Locale = "ru"): Locale {
  const wanted = (header ?? "").split(",").map((part) => {
    const [tag, q] = part.trim().split(/;\s*q=/);
    return { tag: tag.slice(0, 2).toLowerCase(), q: q === undefined ? 1 : Number(q) || 0 };
  }).filter(({ q }) => q > 0).sort((a, b) => b.q - a.q);
  const found = wanted.find(({ tag }) => LOCALES.some((locale) => locale === tag));
  return (found?.tag as Locale | undefined) ?? fallback;
}
