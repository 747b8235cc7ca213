/** Values, ages and signs of requests as people read them. */
import {
  FileText,
  type LucideIcon,
  Mail,
  MessageSquare,
  PencilLine,
  PhoneMissed,
  Upload,
  Webhook,
} from "lucide-preact";
import type { Value } from "@/crm/record/types.ts";
import { prettyNumber, type Zone } from "@/components/time/format.ts";
import { formatMoney } from "@/locales/format.ts";
import type { Translate } from "@/components/i18n.ts";

export const KIND_ICONS: Record<string, LucideIcon> = {
  form: FileText,
  webhook: Webhook,
  email: Mail,
  sms: MessageSquare,
  "missed-call": PhoneMissed,
  import: Upload,
  manual: PencilLine,
};

export const STATE_TONES: Record<string, "good" | "warn" | "bad" | "accent" | undefined> = {
  unsorted: "accent",
  accepted: "good",
  linked: "good",
  failed: "bad",
  spam: "warn",
};

/** A value of a field, without what only a card knows (names of people and records). */
export function valueText(value: Value, locale: string, t: Translate): string {
  if (value === null || value === "") return "";
  if (typeof value === "boolean") return t(value ? "shell.yes" : "shell.no");
  if (typeof value !== "object") return `${value}`;
  if (Array.isArray(value)) {
    return value.map((one) => typeof one === "string" ? one : prettyNumber((one as { value: string }).value)).join(
      ", ",
    );
  }
  if ("minor" in value) return formatMoney(locale, value as { minor: number; currency: string });
  return Object.entries(value).map(([name, text]) => `${name}: ${text}`).join("\n");
}

/** "3 min", "2 h", "5 d": how long something has lasted, in one unit. */
export function ageText(ms: number, zone: Zone): string {
  const [unit, size] = ms < 3_600_000
    ? ["minute", 60_000] as const
    : ms < 86_400_000
    ? ["hour", 3_600_000] as const
    : ["day", 86_400_000] as const;
  const value = ms < 60_000 ? Math.max(0, Math.round(ms / 1_000)) : Math.round(ms / size);
  return new Intl.NumberFormat(zone.locale, {
    style: "unit",
    unit: ms < 60_000 ? "second" : unit,
    unitDisplay: "short",
  }).format(value);
}
