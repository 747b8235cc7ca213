/** `deno run -A bench/automation/main.ts`: rules on a database of its own, durable as in use. Last line: JSON. */
import { openStore } from "@/store/store.ts";
import { measureAutomation } from "./measure.ts";

const dir = await Deno.makeTempDir({ prefix: "kommutator-bench-" });
const store = await openStore({ dir: `${dir}/postgres` });
try {
  console.log(JSON.stringify(await measureAutomation(store)));
} finally {
  await store.close();
  await Deno.remove(dir, { recursive: true });
}
