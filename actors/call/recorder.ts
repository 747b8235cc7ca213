/**
 * Writes calls to the records in batches: rows of many calls in one statement per tick, the latest of each call only.
 * A failed write is tried again with growing pauses and merged with what came meanwhile; rows are idempotent by their
 * revision, so at-least-once is enough. What a crash loses comes again when the call is activated.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import { type CallRecord, type RecordBatch, recordOf } from "./record.ts";
import type { CallEvent, CallState } from "./state.ts";
import type { CallId } from "./types.ts";

const log = getLogger(["kommutator", "records"]);

/** Writes a batch by upsert; a row of a lower revision than the stored one must change nothing. */
export interface RecordPort {
  write(batch: RecordBatch): Promise<void>;
}

export interface RecorderOptions {
  port: RecordPort;
  clock: Clock;
  /** Rows are gathered this long. Default 200. */
  everyMs?: number;
  /** Calls in one write. Default 500. */
  most?: number;
  /** Longest pause between two tries. Default 5,000. */
  maxRetryMs?: number;
}

export class CallRecorder {
  #calls = new Map<CallId, CallRecord>();
  #decisions = new Map<string, AcdDecision>();
  #timer: unknown = null;
  #writing: Promise<void> | null = null;
  #failures = 0;

  constructor(readonly options: RecorderOptions) {}

  /** Calls and decisions not yet written. */
  get waiting(): number {
    return this.#calls.size + this.#decisions.size;
  }

  /** True while the records cannot be written: for the site's health. */
  get behind(): boolean {
    return this.#failures > 0;
  }

  call(state: CallState, events: readonly CallEvent[]): void {
    const record = recordOf(state, events);
    if (!record) return;
    this.#calls.set(record.id, record);
    this.#arm(this.options.everyMs ?? 200);
  }

  decision(decision: AcdDecision): void {
    this.#decisions.set(decision.id, decision);
    this.#arm(this.options.everyMs ?? 200);
  }

  /** Writes what waits, now. Rejects when the records cannot be written; what waits is kept. */
  async flush(): Promise<void> {
    await this.#writing?.catch(() => {});
    while (this.waiting > 0) await this.#write();
  }

  #arm(delayMs: number): void {
    if (this.#timer !== null || this.#writing) return;
    this.#timer = this.options.clock.after(delayMs, () => {
      this.#timer = null;
      this.#write().catch(() => {});
    });
  }

  #write(): Promise<void> {
    const { port, everyMs = 200, maxRetryMs = 5_000 } = this.options;
    const batch = this.#take();
    this.#writing = port.write(batch).then(() => {
      this.#failures = 0;
    }, (error) => {
      this.#failures++;
      log.warn("calls cannot be written to the records, try {failures}: {error}", {
        failures: this.#failures,
        error: String(error),
      });
      // Rows that came meanwhile are newer and win.
      for (const call of batch.calls) if (!this.#calls.has(call.id)) this.#calls.set(call.id, call);
      for (const decision of batch.decisions) this.#decisions.set(decision.id, decision);
      throw error;
    }).finally(() => {
      this.#writing = null;
      if (this.waiting > 0) this.#arm(Math.min(maxRetryMs, everyMs * 2 ** Math.min(this.#failures, 10)));
    });
    return this.#writing;
  }

  #take(): RecordBatch {
    const most = this.options.most ?? 500;
    const calls = [...this.#calls.values()].slice(0, most);
    for (const { id } of calls) this.#calls.delete(id);
    const decisions = [...this.#decisions.values()].slice(0, most);
    for (const { id } of decisions) this.#decisions.delete(id);
    return { calls, decisions };
  }
}
