/**
 * The whole product as its own process for the bench: journal, records, wallboard and web, exactly as `main.ts` puts
 * it together, with a queue's agents logged in on their desk phones. Prints one line of JSON when ready.
 */
import { assemble } from "@/main/assemble.ts";
import { readConfig } from "@/main/config.ts";
import { startLogs } from "@/main/logs.ts";
import { Steps } from "@/main/progress.ts";
import type { AgentId, QueueId } from "@/actors/call/types.ts";
import { createUser, createUserSchema } from "@/crm/people/mod.ts";
import { openSession } from "@/crm/people/sessions.ts";
import { createNumber, createNumberSchema, createQueue, createQueueSchema, setMembers } from "@/crm/queues/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { DESKS, GAP_DESKS, NUMBERS } from "./site.ts";

const config = readConfig(Deno.env.toObject());
await startLogs(config);
const product = await assemble(config, {
  steps: new Steps(() => {}),
  onEnd: (why) => {
    console.error(why);
    Deno.exit(3);
  },
});
const { store, board } = product;

async function staff(desks: string[], did: string): Promise<void> {
  const queue = unwrap(
    await createQueue(
      store,
      SYSTEM,
      createQueueSchema.parse({
        name: did,
        strategy: "round-robin",
        wrapUpMs: 0,
        record: false,
        ringTimeoutMs: 15_000,
      }),
    ),
  );
  unwrap(await createNumber(store, SYSTEM, createNumberSchema.parse({ did, queue, record: false })));
  const users: string[] = [];
  for (const desk of desks) {
    const input = { login: desk, name: desk, roles: ["agent"], phone: "desk", deskEndpoint: `PJSIP/${desk}` };
    users.push(unwrap(await createUser(store, SYSTEM, createUserSchema.parse(input))));
  }
  unwrap(
    await setMembers(store, SYSTEM, { queue, members: users.map((user, order) => ({ user, order, penalty: 0 })) }),
  );
  for (const [n, user] of users.entries()) {
    const agent = user as AgentId;
    const phone = { is: "desk" as const, endpoint: `PJSIP/${desks[n]}` };
    for (
      const command of [{ do: "connected" as const }, { do: "logIn" as const, phone, queues: [queue as QueueId] }, {
        do: "ready" as const,
      }]
    ) {
      // The set-up reaches the actors by its notification, a moment after it was written.
      for (let tries = 0;; tries++) {
        const answer = await board.agentCommand(agent, command);
        if (answer.ok) break;
        if (tries > 100) throw new Error(`${desks[n]} ${command.do}: ${JSON.stringify(answer)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

await staff(DESKS, NUMBERS.ours);
await staff(GAP_DESKS, NUMBERS.oursGap);
const admin = await store.db.selectFrom("users").select("id").where("login", "=", "admin").executeTakeFirstOrThrow();
await store.db.updateTable("users").set({ must_change_password: false }).where("id", "=", admin.id).execute();
const session = await openSession(store.db, admin.id, { ip: "127.0.0.1" });
console.log(JSON.stringify({ url: product.url, token: session.token }));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => void product.stop().then(() => Deno.exit(0)));
}
