/** A process for kill_test.ts to kill: reads events and does runs as the product does. Argument: connection. */
import { connectStore } from "@/store/store.ts";
import { Engine } from "@/crm/automation/engine.ts";

const store = await connectStore({ config: JSON.parse(Deno.args[0]), progress: () => {}, migrate: false });
const clock = {
  now: () => Date.now(),
  after: (ms: number, fire: () => void) => setTimeout(fire, ms),
  clear: (timer: unknown) => clearTimeout(timer as number),
};
new Engine(store, { clock, ports: { now: () => Date.now(), jobs: null, mail: null } }).start();
