/** Reminders and outgoing notices at work: one alarm tells what is due, one outbox for each way out of the console. */
import type { Clock } from "@/actors/runtime/types.ts";
import { REMINDERS_CHANNEL } from "@/crm/notices/mod.ts";
import type { Store } from "@/crm/records.ts";
import { Alarm } from "@/crm/reminders/alarm.ts";
import type { Attempt } from "@/crm/reminders/attempt.ts";
import { Outbox, type Outgoing } from "@/crm/reminders/outbox.ts";
import { BITE, nextDue, tellDue } from "@/crm/reminders/tell.ts";

/** Requests to push services at once, and letters. */
const PUSHES = 16;
const LETTERS = 4;

export interface RemindersOptions {
  clock: Clock;
  push: (outgoing: Outgoing) => Promise<Attempt>;
  email: (outgoing: Outgoing) => Promise<Attempt>;
  failed: (error: unknown) => void;
  /** Rows of one transaction. */
  bite?: number;
  /** Heard by measurements: each reminder that was told, how late, ms. */
  onTold?: (lateMs: number) => void;
}

/** @returns the way to stop; what is under way is finished first */
export async function startReminders(store: Store, options: RemindersOptions): Promise<() => Promise<void>> {
  const { clock, failed, bite = BITE, onTold } = options;
  const outboxes = [
    new Outbox(store, { channel: "push", abreast: PUSHES, clock, failed, send: options.push }),
    new Outbox(store, { channel: "email", abreast: LETTERS, clock, failed, send: options.email }),
  ];
  const alarm = new Alarm({
    clock,
    failed,
    async work() {
      const told = await tellDue(store, { now: clock.now(), limit: bite });
      const now = clock.now();
      if (onTold) { for (const at of told.at) onTold(now - at); }
      if (told.outgoing) { for (const outbox of outboxes) outbox.wake(now); }
      if (told.rows === bite) return { again: true, next: null };
      return { again: false, next: await nextDue(store) };
    },
  });
  const look = () => {
    alarm.wake(0);
    for (const outbox of outboxes) outbox.wake(0);
  };
  const unlisten = await store.listen(REMINDERS_CHANNEL, {
    message(payload) {
      const at = Number(payload);
      if (at === 0) look();
      else alarm.wake(at);
    },
    gap: look,
  });
  look();
  return async () => {
    await unlisten();
    await Promise.all([alarm.stop(), ...outboxes.map((outbox) => outbox.stop())]);
  };
}
