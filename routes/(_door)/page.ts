/** Small things that page handlers share. */
import { HttpError } from "fresh";
import { momentAt } from "@/crm/record/days.ts";
import type { Permission } from "@/store/access.ts";
import type { Zone } from "@/components/time/format.ts";
import type { Access } from "@/store/access.ts";
import type { Ctx } from "./api.ts";
import type { State } from "./state.ts";

/** Who asks, when one of the permissions is there. @throws {HttpError} 403 */
export function allowed(ctx: Ctx, ...needs: Permission[]): Access {
  const { access } = ctx.state;
  if (!access) throw new HttpError(401);
  if (needs.length > 0 && !needs.some((need) => access.permissions.has(need))) throw new HttpError(403);
  return access;
}

export function zoneOf(state: State): Zone {
  return { locale: state.locale, timeZone: state.site.timeZone };
}

/** Title of a thing with a title in each language. */
export function titleIn(locale: "ru" | "en", both: { titleRu: string; titleEn: string }): string {
  return locale === "ru" ? both.titleRu : both.titleEn;
}

/** The query string without empty fields: an untouched filter of a form is no filter. */
export function filled(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...params].filter(([, value]) => value.trim() !== ""));
}

/** This page's address with some of its query changed; undefined removes. */
export function withQuery(url: URL, changes: Record<string, string | undefined>): string {
  const params = new URLSearchParams(url.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(key);
    else params.set(key, value);
  }
  const query = params.toString();
  return query ? `${url.pathname}?${query}` : url.pathname;
}

/** Midnight of a day `YYYY-MM-DD` in a zone, in ms. */
export function midnight(day: string, timeZone: string): number {
  return momentAt(Date.parse(`${day}T00:00:00Z`), timeZone);
}

/** Today's date in a zone, `YYYY-MM-DD`. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
