/** The commit whose answer is lost: a pool that breaks before or after a statement took effect, in random order. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type pg from "pg";
import type { ActorId } from "@/actors/runtime/types.ts";
import type { Store } from "../store.ts";
import { withDatabase } from "../testing.ts";
import { PgJournal } from "./mod.ts";

type Fault = "none" | "before" | "after";

/** The store as it is, but the journal's own pool breaks as told. */
function faulty(store: Store, faults: Fault[]): Store {
  const dedicated: Store["dedicated"] = (limits) => {
    const pool = store.dedicated(limits);
    const broken = () => Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });
    const query = async (...args: unknown[]) => {
      const fault = faults.shift() ?? "none";
      if (fault === "before") throw broken();
      const result = await Reflect.apply(pool.query, pool, args);
      if (fault === "after") throw broken();
      return result;
    };
    return new Proxy(pool, {
      get: (target, name) => name === "query" ? query : Reflect.get(target, name),
    }) as pg.Pool;
  };
  return { ...store, dedicated };
}

Deno.test("whenever the connection breaks, acknowledged events are there once and in order", async () => {
  const fault = fc.constantFrom<Fault>("none", "before", "after");
  await withDatabase(async (store) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ stream: fc.nat(3), count: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: 25,
        }),
        fc.array(fault, { maxLength: 12 }),
        async (appends, faults) => {
          const prefix = `call/${++run}-`;
          const journal = new PgJournal(faulty(store, [...faults]), { spacingMs: 0, retryMs: 0, maxEntries: 7 });
          const tails = new Map<string, number>();
          const expected: string[] = [];
          await Promise.all(appends.map(({ stream, count }) => {
            const id = `${prefix}${stream}` as ActorId;
            const from = (tails.get(id) ?? 0) + 1;
            tails.set(id, from + count - 1);
            const entries = Array.from(
              { length: count },
              (_, i) => ({ stream: id, seq: from + i, at: run, event: from + i }),
            );
            for (const entry of entries) expected.push(`${id} ${entry.seq}`);
            return journal.append({ stream: id, entries });
          }));
          await journal.close();
          const { rows } = await store.pool.query<{ stream: string; seq: string; event: number }>(
            "select stream, seq, event from journal where stream like $1",
            [`${prefix}%`],
          );
          assert.deepEqual(rows.map((row) => `${row.stream} ${row.seq}`).sort(), expected.sort());
          assert.equal(rows.every((row) => Number(row.seq) === row.event), true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
