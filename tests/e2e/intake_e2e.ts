/**
 * Processes that look at requests are killed (kill -9) in the middle, again and again: every request becomes one lead,
 * none is lost and none is doubled. Run by hand: `deno run -A --unstable-kv tests/e2e/intake_e2e.ts`.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeSource, send } from "@/crm/intake/testing.ts";
import { withDatabase } from "@/store/testing.ts";

const REQUESTS = 400;
const ROUNDS = 12;
const child = fileURLToPath(new URL("./intake_worker_process.ts", import.meta.url));

async function scene(): Promise<string> {
  return await withDatabase(async (store, config) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const person = (n: number) => ({ name: `Lead ${n}`, phone: `+7916${1_000_000 + n}`, message: `Request ${n}` });
    for (let n = 0; n < REQUESTS; n++) await send(store, source, person(n));
    const count = async (table: "leads" | "intake_requests", state?: string) => {
      const where = state ? ` where state = '${state}'` : "";
      return (await store.pool.query(`select count(*)::int as n from ${table}${where}`)).rows[0].n as number;
    };
    let kills = 0;
    for (let round = 0; round < ROUNDS && await count("intake_requests", "received") > 0; round++) {
      const two = [0, 1].map(() =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--unstable-kv", "--no-check", child, JSON.stringify(config)],
          stdout: "piped",
          stderr: "null",
        }).spawn()
      );
      for (const process of two) await process.stdout.getReader().read();
      const before = await count("leads");
      // Killed while they work: as soon as some are done, at another point in each round.
      for (const end = Date.now() + 5_000; await count("leads") < before + 5 + round * 3 && Date.now() < end;);
      for (const process of two) process.kill("SIGKILL");
      kills += two.length;
      await Promise.all(two.map((process) => process.status));
    }
    assert.ok(kills >= 4, `only ${kills} were killed`);
    const last = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--unstable-kv", "--no-check", child, JSON.stringify(config)],
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (const end = Date.now() + 60_000; await count("intake_requests", "received") > 0;) {
      assert.ok(Date.now() < end, "all requests are looked at in the end");
      await new Promise((done) => setTimeout(done, 50));
    }
    last.kill("SIGKILL");
    await last.status;
    const { rows } = await store.pool.query("select count(*)::int as n, count(distinct name)::int as names from leads");
    assert.deepEqual(rows[0], { n: REQUESTS, names: REQUESTS });
    assert.equal(await count("intake_requests", "accepted"), REQUESTS);
    return `${kills} processes killed, ${REQUESTS} requests, ${REQUESTS} leads`;
  });
}

try {
  console.log(await scene());
  console.log("1 passed, 0 failed");
  Deno.exit(0);
} catch (error) {
  console.error(error);
  console.log("0 passed, 1 failed");
  Deno.exit(1);
}
