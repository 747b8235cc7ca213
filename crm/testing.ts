/** A small company for tests of the records. For tests only. */
import { type Access, DEFAULT_ROLES, SYSTEM, type UserId } from "@/store/access.ts";
import type { CallRecord } from "@/crm/calls/types.ts";
import { createUser, createUserSchema } from "@/crm/people/mod.ts";
import { seedRoles } from "@/crm/people/roles.ts";
import { createQueue, createQueueSchema, setMembers } from "@/crm/queues/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { createTeam } from "@/crm/people/teams.ts";

export type RoleName = keyof typeof DEFAULT_ROLES;

/** A user with one role in a team, and the access that its session would have. */
export async function person(
  store: Store,
  login: string,
  options: { role: RoleName; team?: string; oversees?: string[]; password?: string },
): Promise<Access & { user: UserId }> {
  const { role, team, oversees = [], password } = options;
  const input = createUserSchema.parse({ login, name: login, roles: [role], team: team ?? null, oversees, password });
  const id = unwrap(await createUser(store, SYSTEM, input));
  return {
    user: id as UserId,
    permissions: new Set(DEFAULT_ROLES[role]),
    teams: [...(team ? [team] : []), ...oversees],
    origin: "web",
    ip: "192.0.2.1",
  };
}

/** Two teams with an agent and a supervisor each, an analyst and an administrator. */
export async function company(store: Store) {
  await seedRoles(store);
  const teams = [
    unwrap(await createTeam(store, SYSTEM, { name: "First" })),
    unwrap(await createTeam(store, SYSTEM, { name: "Second" })),
  ];
  return {
    teams,
    admin: await person(store, "admin", { role: "administrator" }),
    analyst: await person(store, "analyst", { role: "analyst" }),
    agents: [
      await person(store, "agent1", { role: "agent", team: teams[0] }),
      await person(store, "agent2", { role: "agent", team: teams[1] }),
    ],
    supervisors: [
      await person(store, "boss1", { role: "supervisor", team: teams[0] }),
      await person(store, "boss2", { role: "supervisor", team: teams[1] }),
    ],
  };
}

/** The company with two queues, each served by the agent of one team. */
export async function centre(store: Store) {
  const people = await company(store);
  const queues = await Promise.all(
    ["Sales", "Support"].map(async (name) =>
      unwrap(await createQueue(store, SYSTEM, createQueueSchema.parse({ name })))
    ),
  );
  for (const i of [0, 1]) {
    const members = [{ user: people.agents[i].user, order: 0, penalty: 0 }];
    unwrap(await setMembers(store, SYSTEM, { queue: queues[i], members }));
  }
  return { ...people, queues };
}

/** A finished, answered call of one minute; fields can be set. */
export function callRecord(id: string, fields: Partial<CallRecord> = {}): CallRecord {
  const startedAt = fields.startedAt ?? Date.UTC(2026, 2, 2, 9);
  const { queue = null, agent = null } = fields;
  const span = (n: number, from: number, to: number) => ({ n, queue, from: startedAt + from, to: startedAt + to });
  return {
    id,
    revision: 1,
    direction: "inbound",
    number: "+74950001122",
    callerName: "",
    did: "+74951234567",
    queue,
    agent,
    startedAt,
    queuedAt: startedAt + 2_000,
    answeredAt: agent ? startedAt + 12_000 : null,
    endedAt: startedAt + 60_000,
    outcome: agent ? "answered" : "abandoned",
    endReason: agent ? "caller-hung-up" : "abandoned",
    recordingName: null,
    recordingSeconds: null,
    disposition: null,
    notes: "",
    segments: [
      { ...span(1, 0, 2_000), kind: "ivr", queue: null, agent: null, outcome: "queued" },
      {
        ...span(2, 2_000, agent ? 7_000 : 60_000),
        kind: "queue",
        agent: null,
        outcome: agent ? "offered" : "abandoned",
      },
      ...(agent
        ? [
          { ...span(3, 7_000, 12_000), kind: "ring" as const, agent, outcome: "answered" },
          { ...span(4, 12_000, 30_000), kind: "agent" as const, agent, outcome: "held" },
          { ...span(5, 30_000, 35_000), kind: "hold" as const, agent, outcome: "unheld" },
          { ...span(6, 35_000, 60_000), kind: "agent" as const, agent, outcome: "caller-hung-up" },
          { ...span(7, 60_000, 70_000), kind: "wrap-up" as const, agent, outcome: "finished" },
        ]
        : []),
    ],
    ...fields,
  };
}
