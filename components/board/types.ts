/** What the wallboard's page gives its island. */
import type { Zone } from "@/components/time/format.ts";
import type { QueueRow } from "@/web/live/protocol.ts";

export interface BoardSetup {
  zone: Zone;
  mayControl: boolean;
  maySeeNumbers: boolean;
  pauseReasons: { key: string; title: string }[];
  /** Opened as a wall screen. */
  wall: boolean;
}

export const COUNT_FIELDS = ["offered", "answered", "abandoned", "answeredInTime", "abandonedInTime"] as const;

export type QueueField = keyof QueueRow & string;
