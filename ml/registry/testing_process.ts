/** A process for kill_test.ts to kill: trains as the product does, with real Workers. Argument: connection. */
import { LiveTopics, systemClock } from "@/actors/runtime/mod.ts";
import { startForecasting } from "@/main/forecasting.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { connectStore } from "@/store/store.ts";

const store = await connectStore({ config: JSON.parse(Deno.args[0]), progress: () => {}, migrate: false });
const jobs = await openJobs(store);
await startForecasting(store, jobs, { clock: systemClock, topics: new LiveTopics({ epoch: "killed" }) });
