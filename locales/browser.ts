/** The page's client entry: brings the language's catalogue before the islands start. `client` of `openSite`. */
import { type Catalogue, enterLocale, type Locale, setCatalogue } from "./mod.ts";

/** What the page says of its language; see `rendering.ts`. */
export interface PageLanguage {
  locale: Locale;
  /** URL of the catalogue, kept by the browser for ever. */
  messages: string;
}

/** Called by the boot script. Without its catalogue an island would draw keys, so the fetch is tried twice. */
export async function start(data: unknown): Promise<void> {
  const { locale, messages } = data as PageLanguage;
  enterLocale(locale);
  const load = async (): Promise<Catalogue> => {
    const response = await fetch(messages);
    if (!response.ok) throw new Error(`${messages}: ${response.status}`);
    return await response.json();
  };
  setCatalogue(locale, await load().catch(load));
}
