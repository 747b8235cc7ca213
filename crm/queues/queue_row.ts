/** A queue's row in PostgreSQL against its configuration as the actors take it; the only place that knows both. */
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { updateQueueSchema } from "@/crm/queues/schemas.ts";

/** Columns of `queues q` under the names of {@link QueueConfig}. */
export const queueColumns: RawBuilder<QueueConfig> = sql<QueueConfig>`
  q.id, q.name, q.strategy, q.weight, q.ring_timeout_ms as "ringTimeoutMs", q.wrap_up_ms as "wrapUpMs",
  q.disposition_required as "dispositionRequired", q.max_wait_ms as "maxWaitMs", q.max_waiting as "maxWaiting",
  q.join_empty as "joinEmpty", q.leave_empty as "leaveEmpty", q.overflow, q.service_level_ms as "serviceLevelMs",
  jsonb_build_object('positionEveryMs', q.announce_position_every_ms, 'expectedWait', q.announce_expected_wait,
    'periodic', q.announce_periodic, 'periodicEveryMs', q.announce_periodic_every_ms,
    'minGapMs', q.announce_min_gap_ms, 'language', q.announce_language) as announce,
  q.music, q.skills, jsonb_build_object('autoPause', q.missed_auto_pause, 'delayMs', q.missed_delay_ms) as missed,
  q.record`;

type QueueFields = Omit<z.output<typeof updateQueueSchema>, "id" | "version">;

/** The row's columns for the fields that are given. */
export function queueRow(fields: QueueFields) {
  const { announce, missed } = fields;
  const row = {
    name: fields.name,
    strategy: fields.strategy,
    weight: fields.weight,
    ring_timeout_ms: fields.ringTimeoutMs,
    wrap_up_ms: fields.wrapUpMs,
    disposition_required: fields.dispositionRequired,
    max_wait_ms: fields.maxWaitMs,
    max_waiting: fields.maxWaiting,
    join_empty: fields.joinEmpty,
    leave_empty: fields.leaveEmpty,
    overflow: fields.overflow,
    service_level_ms: fields.serviceLevelMs,
    announce_position_every_ms: announce?.positionEveryMs,
    announce_expected_wait: announce?.expectedWait,
    announce_periodic: announce?.periodic,
    announce_periodic_every_ms: announce?.periodicEveryMs,
    announce_min_gap_ms: announce?.minGapMs,
    announce_language: announce?.language,
    music: fields.music,
    skills: fields.skills && JSON.stringify(fields.skills),
    missed_auto_pause: missed?.autoPause,
    missed_delay_ms: missed?.delayMs,
    record: fields.record,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Partial<typeof row>;
}
