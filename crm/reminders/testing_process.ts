/** A process for kill_test.ts to kill: tells reminders as the product does. Arguments: connection, a push service's CA-less URL is in the rows. */
import { systemClock } from "@/actors/runtime/mod.ts";
import { connectStore } from "@/store/store.ts";
import { Push } from "@/crm/push/mod.ts";
import { startReminders } from "@/crm/reminders/mod.ts";

const [config] = Deno.args;
const store = await connectStore({ config: JSON.parse(config), progress: () => {}, migrate: false });
const push = new Push(store, { contact: null, allowPrivate: true });
await startReminders(store, {
  clock: systemClock,
  bite: 40,
  push: ({ user, notice, link, toldAt }) => push.send(user, { id: notice, title: "t", text: "x", link, at: toldAt }),
  email: () => Promise.resolve({ failure: null }),
  failed: (error) => console.error(error),
});
