/**
 * The product's own door on a real database: the handler that `main` serves, with the real sockets of `main/live.ts`;
 * only the switchboard is a small one of our own that notes what it was asked. For tests only.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { LiveTopics, systemClock } from "@/actors/runtime/mod.ts";
import { callRecord, centre } from "@/crm/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { FileDisk, RecordFiles } from "@/crm/files/mod.ts";
import { Imports, KeptFiles } from "@/crm/import/mod.ts";
import { createContact } from "@/crm/contacts/mod.ts";
import { openSession } from "@/crm/people/sessions.ts";
import { unwrap } from "@/crm/result.ts";
import { SETUP_CHANNEL } from "@/crm/queues/mod.ts";
import { Live } from "@/main/live.ts";
import { openMessages, openWeb } from "@/main/web.ts";
import type { Services } from "@/routes/(_door)/state.ts";
import type { Switchboard } from "@/routes/(_door)/switchboard.ts";
import { SYSTEM } from "@/store/access.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { withDatabase } from "@/store/testing.ts";
import { csrfToken, sameOrigin } from "@/web/security/mod.ts";

export const ORIGIN = "http://crm.test";
export const ROLES = ["nobody", "agent", "otherSupervisor", "supervisor", "analyst", "administrator"] as const;
export type Role = typeof ROLES[number];

type Centre = Awaited<ReturnType<typeof centre>>;

export interface Asked {
  what: string;
  who: string;
  origin: string;
}

export interface Door {
  store: Store;
  centre: Centre;
  contact: string;
  /** What the switchboard was asked. */
  asked: Asked[];
  /** Calls in hand, by agent. */
  held: Map<string, string>;
  live: Live;
  /** Nobody works on their jobs. */
  imports: Imports;
  handler: (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;
  userOf(role: Role): string | null;
  /** A new session's headers, with the token that its pages would carry. */
  headersOf(role: Role): Promise<Record<string, string>>;
  send(path: string, init?: RequestInit & { from?: string }): Promise<Response>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function withDoor(use: (door: Door) => Promise<void>): Promise<void> {
  const web = await openWeb(await openMessages(), { root, clock: systemClock, https: false });
  try {
    await withDatabase(async (store) => {
      const world = await centre(store);
      const { agents, queues } = world;
      const calls = agents.map((agent, n) =>
        callRecord(`call-${n + 1}`, {
          agent: agent.user,
          queue: queues[n],
          recordingName: `rec-${n + 1}`,
          number: "+79161234567",
          startedAt: Date.now() - 3_600_000,
        })
      );
      await writeCalls(store, calls);
      const contact = { name: "Client", company: "", note: "", phones: ["+79031112233"] };
      const asked: Asked[] = [];
      const held = new Map<string, string>();
      const live = new Live({
        store,
        topics: new LiveTopics({ epoch: "test" }),
        clock: systemClock,
        sipUrl: "ws://127.0.0.1:9/ws",
        sameOrigin: (request) => sameOrigin(request),
        onOnline: () => {},
        onOffline: () => {},
      });
      const again = () => void live.recheck();
      const unlisten = await store.listen(SETUP_CHANNEL, { message: again, gap: again });
      const jobs = await openJobs(store);
      const importsDir = await Deno.makeTempDir({ prefix: "kommutator-imports-" });
      const imports = new Imports(store, jobs, new KeptFiles(importsDir));
      const services: Services = {
        store,
        jobs,
        imports,
        files: new RecordFiles(store, new FileDisk(`${importsDir}/files`)),
        demo: [],
        secureCookies: false,
        publicOrigin: null,
        switchboard: smallSwitchboard(asked, held),
        live: (request, session, token) => live.upgrade(request, session, token),
        sip: (request, session, token) => live.phone(request, session, token),
        health: () => Promise.resolve({ ok: true, records: "secret of the inside" }),
        metrics: () => Promise.resolve("kommutator_calls 0\n"),
      };
      const handler = web.serve(services);
      const userOf = (role: Role) => {
        const { analyst, admin, supervisors } = world;
        const people = {
          agent: agents[0],
          otherSupervisor: supervisors[1],
          supervisor: supervisors[0],
          analyst,
          administrator: admin,
        };
        return role === "nobody" ? null : people[role].user;
      };
      try {
        await use({
          store,
          centre: world,
          contact: unwrap(await createContact(store, SYSTEM, contact)).id,
          asked,
          held,
          live,
          imports,
          handler,
          userOf,
          async headersOf(role) {
            const user = userOf(role);
            const door = "door-of-the-test";
            const token = user ? (await openSession(store.db, user, { ip: "192.0.2.1" })).token : door;
            const cookie = user ? `kommutator=${token}` : `kommutator-door=${door}`;
            return { cookie, origin: ORIGIN, host: new URL(ORIGIN).host, "x-csrf": csrfToken(token) };
          },
          send: (path, { from = "203.0.113.9", ...init } = {}) =>
            handler(new Request(`${ORIGIN}${path}`, init), {
              remoteAddr: { transport: "tcp", hostname: from, port: 1 },
              completed: Promise.resolve(),
            }),
        });
      } finally {
        await unlisten();
        await jobs.close();
        live.close();
        await Deno.remove(importsDir, { recursive: true });
      }
    });
  } finally {
    await web.close();
  }
}

function smallSwitchboard(asked: Asked[], held: Map<string, string>): Switchboard {
  const note = (what: string, who: string, origin = `user/${who}`) => {
    asked.push({ what, who, origin });
    return Promise.resolve({ ok: true as const, value: null });
  };
  const phone = async (what: string, agent: string) => {
    await note(what, agent);
    return { ok: true as const, value: { sip: null } };
  };
  return {
    logIn: (agent) => phone("logIn", agent),
    usePhone: (agent) => phone("usePhone", agent),
    reattach: (agent) => note("reattach", agent),
    agent: (agent, command, origin) => note(command.do, agent, origin),
    call: (call, command, origin) => note(command.do, call, origin),
    holds: (agent, call) => Promise.resolve(held.get(agent) === call),
    written: () => null,
    recording: (name) =>
      Promise.resolve({
        size: name.length,
        type: "audio/wav",
        read: (from, to) => Promise.resolve(new Blob([name.slice(from, to + 1)]).stream()),
      }),
  };
}

/** Nothing of the inside: stacks, paths, SQL, the database's or another person's words. */
export function assertDiscreet(text: string, what: string): void {
  assert.doesNotMatch(
    text,
    /\bat .+\.tsx?:\d+|file:\/\/|node_modules|select [^<>]+ from |pg_|scrypt|token_sha256/i,
    what,
  );
}

/** The door over real connections, on a port of its own. */
export async function withServer(door: Door, use: (port: number) => Promise<void>): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, door.handler);
  try {
    await use(server.addr.port);
  } finally {
    await server.shutdown();
  }
}
