/** A process for kill_test.ts to kill: dispatches and delivers as the product does. Arguments: connection, webhook. */
import { connectStore } from "@/store/store.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { Deliveries, dispatchEvents } from "@/crm/webhooks/mod.ts";

const [config, webhook] = Deno.args;
const store = await connectStore({ config: JSON.parse(config), progress: () => {}, migrate: false });
const jobs = await openJobs(store);
await dispatchEvents(store, jobs);
await new Deliveries(store, jobs).run(webhook);
