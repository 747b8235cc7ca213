/** A process for kill_test.ts to kill: works on an import as the product does. Arguments: connection, folder, work. */
import { connectStore } from "@/store/store.ts";
import { KeptFiles, work } from "@/crm/import/mod.ts";

const [config, dir, asked] = Deno.args;
const store = await connectStore({ config: JSON.parse(config), progress: () => {}, migrate: false });
const { signal } = new AbortController();
await work(store, JSON.parse(asked), { files: new KeptFiles(dir), signal, attempt: 1 });
