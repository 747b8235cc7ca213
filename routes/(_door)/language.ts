/** Language before anybody is logged in: what was chosen at the door, else what the browser asks for, else the site's. */
import { negotiate } from "@/locales/mod.ts";
import { readCookie } from "./cookies.ts";

export const LANGUAGE_COOKIE = "kommutator-language";

export function languageOf(req: Request, otherwise: "ru" | "en"): "ru" | "en" {
  const chosen = readCookie(req, LANGUAGE_COOKIE);
  if (chosen === "ru" || chosen === "en") return chosen;
  return negotiate(req.headers.get("accept-language"), otherwise);
}
