/** A process that only looks at what came in, to be killed by intake_e2e.ts. The connection comes as JSON. */
import { systemClock } from "@/actors/runtime/mod.ts";
import { IntakeWorker } from "@/crm/intake/mod.ts";
import { connectStore } from "@/store/store.ts";

const config = JSON.parse(Deno.args[0]);
const store = await connectStore({ config, connections: 4, progress: () => {}, migrate: false });
const worker = new IntakeWorker(store, systemClock);
console.log("working");
for (;;) await worker.idle();
