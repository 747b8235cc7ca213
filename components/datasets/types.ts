/**
 * What pages give to the parts of this folder:
 * `<QualityPanel quality locale />`, `<UploadBox kind uploads value locale onChange />`, `<MarkedDays days queues may today locale />`.
 */
import type { DataQuality, MarkedDay, UploadKind, UploadRow } from "@/ml/datasets/types.ts";

export interface QualityPanelProps {
  /** null: it is being looked at. */
  quality: DataQuality | null;
  locale: string;
  /** Without charts: for narrow places. */
  brief?: boolean;
}

export interface UploadBoxProps {
  kind: UploadKind;
  /** Files there are, to pick from; the newest first. */
  uploads: readonly UploadRow[];
  /** Id of the picked one. */
  value: string | null;
  locale: string;
  /** A file was picked, taken in or removed (null). `uploads`: as they are now. */
  onChange(value: string | null, uploads: UploadRow[]): void;
}

export interface MarkedDaysProps {
  days: readonly MarkedDay[];
  queues: readonly { id: string; name: string }[];
  /** May add and remove. */
  may: boolean;
  /** Today of the company's zone, `YYYY-MM-DD`. */
  today: string;
  locale: string;
}
