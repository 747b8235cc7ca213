/** Joins the catalogues to the pages: the language of each rendering, and the browser's copy as one kept file. */
import type { OpenSite, Rendering } from "fresh";
import type { PageLanguage } from "./browser.ts";
import { type Catalogue, enterLocale, type Locale, LOCALES } from "./mod.ts";

export interface LanguageOptions<State> {
  site: Pick<OpenSite<State>, "publish">;
  catalogues: Record<Locale, Catalogue>;
  localeOf(state: State): Locale;
  /** Key prefixes that no browser needs, such as `store.`. */
  serverOnly?: readonly string[];
}

/** For `new App({ rendering })`. */
export function languages<State>(options: LanguageOptions<State>): Rendering<State> {
  const { site, catalogues, serverOnly = [], localeOf } = options;
  const urls = new Map(LOCALES.map((locale) => {
    const entries = Object.entries(catalogues[locale]).filter(([key]) => !serverOnly.some((p) => key.startsWith(p)));
    return [locale, site.publish(`messages-${locale}`, "json", JSON.stringify(Object.fromEntries(entries)))];
  }));
  const language = (state: State): PageLanguage => {
    const locale = localeOf(state) ?? "ru";
    return { locale, messages: urls.get(locale)! };
  };
  return {
    enter: (ctx) => enterLocale(language(ctx.state).locale),
    data: (ctx) => ({ ...language(ctx.state) }),
    preloadJson: (ctx) => [language(ctx.state).messages],
  };
}
