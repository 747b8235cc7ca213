/** What the doors of the calendar share: who may, words of files for other programs, shapes of answers. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import type { IcsWords } from "@/crm/calendar/export.ts";
import { t } from "@/locales/mod.ts";
import { interval, weekShape } from "./api_schemas/calendar.ts";
import type { Ctx } from "./api.ts";

export const seesTasks = anyReach("tasks", "view");
export { interval, weekShape };

export const ICS = "text/calendar";

/** Words of a calendar file, in the language of whom it is for. */
export function icsWords(ctx: Ctx, options: { locale: "ru" | "en"; name: string }): IcsWords {
  const words = t(options.locale);
  return {
    title: words("calendar.ics.title", { name: options.name, company: ctx.state.site.companyName }),
    type: (type) => words(`records.type.${type}`),
    doneMark: "✓",
    origin: ctx.state.publicOrigin ?? ctx.url.origin,
  };
}

export function icsFile(body: string, fileName: string): Response {
  return new Response(body, {
    headers: {
      "content-type": `${ICS}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

export const idParams = z.object({ id: z.uuid() });
