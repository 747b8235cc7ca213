/** What the pages of calls and staffing begin with. */
import type { Line } from "@/ml/staffing/lines.ts";
import type { Zone } from "@/components/time/format.ts";

export interface StaffingSetUp {
  lines: Line[];
  /** Chosen at first; null: there is nothing to choose from. */
  model: string | null;
  day: string;
  view: string;
  today: string;
  zone: Zone;
  mayManage: boolean;
}
