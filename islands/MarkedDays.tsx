/** Marked days of the forecasts: list, adding, taking away. */
import { MarkedDays as Days } from "@/components/datasets/MarkedDays.tsx";
import type { MarkedDaysProps } from "@/components/datasets/types.ts";

export default function MarkedDays(props: MarkedDaysProps) {
  return <Days {...props} />;
}
