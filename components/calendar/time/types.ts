/** What the page of working time hands to its island. Holds no code. */
import type { KeptDay } from "@/crm/calendar/special_days.ts";
import type { KeptTime, OwnTime } from "@/crm/calendar/times.ts";
import type { Zone } from "@/components/time/format.ts";

export type { OwnTime };

export interface TimeSetup {
  company: KeptTime;
  /** Years there are public holidays of. */
  years: { year: number; source: string; final: boolean }[];
  days: KeptDay[];
  people: { id: string; name: string }[];
  own: OwnTime[];
  zone: Zone;
  weekStart: number;
}
