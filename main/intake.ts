/**
 * Leads from outside, behind the doors: the worker that looks at what came in, the mailboxes, who is on the line (for
 * rules that give leads only to them), and the topic `inbox` that tells open pages what changed (ids only).
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { markPresence } from "@/crm/assignment/mod.ts";
import { INBOX_CHANNEL, INTAKE_CHANNEL, IntakeWorker, MailboxKeeper, SOURCES_CHANNEL } from "@/crm/intake/mod.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "main"]);

export const INBOX_TOPIC = "inbox";
/** Ids that the topic remembers; a page that was away for longer reads its list anew. */
const REMEMBERED = 300;
const PRESENCE_EVERY_MS = 10_000;
/** Row that changes when pages should read everything anew. */
const ALL = "*";

export interface IntakeOptions {
  topics: LiveTopics;
  clock: Clock;
  node: string;
  /** Ids of the people who are on the line now. */
  online: () => string[];
}

/** @returns the way to stop */
export async function startIntake(store: Store, options: IntakeOptions): Promise<() => Promise<void>> {
  const { topics, clock, node } = options;
  const worker = new IntakeWorker(store, clock);
  const mailboxes = new MailboxKeeper({ store, clock, node });
  const wake = () => worker.wake();
  const look = () => void mailboxes.look();
  const put = inboxTopic(topics);
  const stops = await Promise.all([
    store.listen(INTAKE_CHANNEL, { message: wake, gap: wake }),
    store.listen(SOURCES_CHANNEL, { message: look, gap: look }),
    store.listen(INBOX_CHANNEL, {
      message(payload) {
        const { kind, id } = JSON.parse(payload) as { kind: string; id?: string };
        put(kind === "request" && id ? id : ALL);
      },
      gap: () => put(ALL),
    }),
  ]);
  const presence = startPresence(store, options);
  wake();
  look();
  return async () => {
    presence.stop();
    await Promise.all(stops.map((stop) => stop()));
    await mailboxes.close();
    await worker.close();
  };
}

/** The feed alone, for trials of pages without the rest. */
export function inboxTopic(topics: LiveTopics): (row: string) => void {
  let n = 0;
  const order: string[] = [];
  return (row) => {
    topics.put(INBOX_TOPIC, row, { n: ++n });
    if (row === ALL) return;
    order.push(row);
    while (order.length > REMEMBERED) {
      const gone = order.shift()!;
      if (!order.includes(gone)) topics.remove(INBOX_TOPIC, gone);
    }
  };
}

function startPresence(store: Store, { clock, online }: IntakeOptions): { stop(): void } {
  let timer: unknown;
  let stopped = false;
  const tell = async () => {
    try {
      const users = online();
      if (users.length > 0) await markPresence(store, users);
    } catch (error) {
      log.warn("who is on the line cannot be told: {error}", { error: String(error) });
    }
    if (!stopped) timer = clock.after(PRESENCE_EVERY_MS, tell);
  };
  void tell();
  return {
    stop() {
      stopped = true;
      clock.clear(timer);
    },
  };
}

/** People on the line, from the wallboard's rows `a:<id>`. */
export function onlineAgents(topics: LiveTopics): string[] {
  const board = topics.get("wallboard");
  if (!board) return [];
  return board.rows().filter((row) => row.startsWith("a:") && board.get(row, "state") !== "offline")
    .map((row) => row.slice(2));
}
