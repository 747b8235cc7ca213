/**
 * A process for postgres_e2e.ts to kill: appends to the journal as fast as it can and prints each acknowledged
 * `stream seq` on a line of its own. Arguments: the connection as JSON, or `dir:<folder>` for an embedded server.
 */
import type { ActorId } from "../../actors/runtime/types.ts";
import { PgJournal } from "../../store/journal/mod.ts";
import { Shards } from "../../store/shards/mod.ts";
import { connectStore, openStore } from "../../store/store.ts";

const target = Deno.args[0];
const started = performance.now();
const store = target.startsWith("dir:")
  ? await openStore({ dir: target.slice(4) })
  : await connectStore({ config: JSON.parse(target), progress: () => {}, migrate: false });
const shards = await Shards.open(store, { node: "writer" });
const journal = new PgJournal(store, { fence: shards });
const encoder = new TextEncoder();
const say = (line: string) => Deno.stdout.writeSync(encoder.encode(line + "\n"));

say(`ready ${shards.held().length} ${Math.round(performance.now() - started)}`);
await Promise.all(Array.from({ length: 50 }, async (_, i) => {
  const stream: ActorId = `call/writer-${i}`;
  let { entries: { length: seq } } = await journal.load(stream);
  for (;;) {
    seq++;
    await journal.append({ stream, entries: [{ stream, seq, at: Date.now(), event: { n: seq } }] });
    say(`${stream} ${seq}`);
  }
}));
