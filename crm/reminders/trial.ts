/** A trial of the scheduler on a store: so many reminders due within a span, and how late each was told. For benches. */
import { sql } from "kysely";
import { systemClock } from "@/actors/runtime/mod.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { startReminders } from "@/crm/reminders/scheduler.ts";

export interface TrialOptions {
  /** Whose tasks they are, by turns. */
  users: readonly string[];
  count: number;
  /** They fall due evenly over so long, ms; 0: all at one moment. */
  spreadMs: number;
  /** The first one is due so long after the rows are written, ms. */
  leadMs?: number;
}

export interface Lateness {
  told: number;
  p50: number;
  p99: number;
  max: number;
}

/**
 * Writes tasks with one reminder each, runs a scheduler on the machine's clock until all were told, and tells how many
 * ms after its time each was committed.
 */
export async function remindersTrial(store: Store, options: TrialOptions): Promise<Lateness> {
  const { users, count, spreadMs, leadMs = 2_000 } = options;
  const late: number[] = [];
  let finish = () => {};
  const done = new Promise<void>((resolve) => finish = resolve);
  const broken: unknown[] = [];
  const stop = await startReminders(store, {
    clock: systemClock,
    push: () => Promise.resolve({ failure: null }),
    email: () => Promise.resolve({ failure: null }),
    failed: (error) => broken.push(error),
    onTold(ms) {
      late.push(ms);
      if (late.length === count) finish();
    },
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await write(store, { users, count, spreadMs, begin: Date.now() + leadMs + count / 5 });
    const patience = new Promise<void>((resolve) =>
      timer = setTimeout(resolve, leadMs + count / 5 + spreadMs + 60_000)
    );
    await Promise.race([done, patience]);
  } finally {
    clearTimeout(timer);
    await stop();
  }
  if (broken.length > 0) throw broken[0];
  const sorted = late.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { told: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? NaN };
}

async function write(
  store: Store,
  given: { users: readonly string[]; count: number; spreadMs: number; begin: number },
): Promise<void> {
  const { users, count, spreadMs, begin } = given;
  const reminders = [{ minutes: 0, channels: ["app"] }];
  for (let from = 0; from < count; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => ({
      id: newId(),
      name: `Reminder ${from + n}`,
      due: new Date(begin + spreadMs * (from + n) / count),
      owner: users[(from + n) % users.length],
    }));
    await sql`insert into tasks (id, name, due_at, owner_id, reminders)
      select id, name, due, owner, ${JSON.stringify(reminders)}::jsonb
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, name text, due timestamptz, owner uuid)`
      .execute(store.db);
  }
}
