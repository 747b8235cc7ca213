/** Automation at work: the engine looks when records are told of, and each moment besides. */
import type { Clock } from "@/actors/runtime/types.ts";
import { AUTOMATION_CHANNEL, Engine, type Ports } from "@/crm/automation/mod.ts";
import { RECORDS_CHANNEL } from "@/crm/record/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";

export interface AutomationOptions {
  clock: Clock;
  jobs: Jobs;
  /** null: no server for letters. */
  mail: Ports["mail"];
  /** What choices are called in texts, by `<field>:<value>`. */
  words: Readonly<Record<string, string>>;
}

/** @returns the way to stop */
export async function startAutomation(store: Store, options: AutomationOptions): Promise<() => Promise<void>> {
  const { clock, jobs, mail, words } = options;
  const engine = new Engine(store, { clock, words, ports: { now: () => clock.now(), jobs, mail } });
  const wake = () => engine.wake();
  const stops = await Promise.all(
    [RECORDS_CHANNEL, AUTOMATION_CHANNEL].map((channel) => store.listen(channel, { message: wake, gap: wake })),
  );
  engine.start();
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    await engine.stop();
  };
}
