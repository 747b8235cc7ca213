/** Words for components and islands, in the page's language. */
export { type Locale, type Translate, useT, type Values } from "@/locales/mod.ts";
/** Words of one language, whatever the page speaks: the palette is searched in both. */
export { t as wordsIn } from "@/locales/mod.ts";
