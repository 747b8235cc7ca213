/** The demo company at work: its log-ins, who calls it, and the crew that answers. */
import { getLogger } from "@logtape/logtape";
import { systemClock } from "@/actors/runtime/mod.ts";
import type { Switchboard } from "@/actors/mod.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { AgentId, CallId } from "@/actors/call/types.ts";
import {
  demoCallers,
  demoScene,
  guardDemoPassword,
  seedDemo,
  seedDemoHistory,
  seedDemoPast,
  seedDemoRecords,
} from "@/crm/demo/mod.ts";
import { listDispositions, listPauseReasons } from "@/crm/queues/mod.ts";
import type { DemoLogin } from "@/routes/(_door)/state.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { startCrew } from "@/telephony/simulator/crew.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import type { DemoTraffic } from "./telephony.ts";

const log = getLogger(["kommutator", "demo"]);

export interface Demo {
  /** Null password: the demo's password was made at random at an earlier start and shown then. */
  logins: readonly DemoLogin[];
  traffic: DemoTraffic;
  /** The months of calls behind the company are written, or cannot be. */
  past: Promise<void>;
  startCrew(board: Switchboard, options: { speed: number; seed: number }): () => void;
}

/** Mean talk of simulated callers, seconds; long enough to be seen on the wallboard. */
const TALK_S = 75;

/** Seeds the demo company when the database is empty. null: the database belongs to a real company. */
export async function openDemo(
  store: Store,
  options: { locale: "ru" | "en"; loopback: boolean },
): Promise<Demo | null> {
  const seededPassword = await seedDemo(store, options);
  const password = seededPassword ?? await guardDemoPassword(store, { loopback: options.loopback });
  const scene = await demoScene(store);
  if (!scene) return null;
  // Beside the console's first pages: records first, they are read at once.
  const past = seedDemoRecords(store).then(() => seedDemoHistory(store)).then(() => seedDemoPast(store)).then(() => {})
    .catch((error) => log.warn("the demo's past cannot be written: {error}", { error }));
  const identity = await demoCallers(store, { seed: 1 });
  const reasons = await listPauseReasons(store, SYSTEM);
  const dispositions = await listDispositions(store, SYSTEM);
  return {
    logins: password === null
      ? []
      : scene.logins.flatMap(({ login, role }) => isRole(role) ? [{ login, password, role }] : []),
    past,
    traffic: {
      numbers: scene.lines.map(({ did, share }) => ({ did, share, talkS: TALK_S })),
      desks: scene.crew.map(({ desk }) => desk),
      identity,
    },
    startCrew: (board, { speed, seed }) =>
      startCrew({
        clock: systemClock,
        random: seeded(seed + 1),
        speed,
        members: scene.crew,
        pauseReasons: reasons.map(({ key }) => key),
        port: {
          state: (agent) => board.agentState(agent as AgentId)?.state,
          command: (agent, command) =>
            board.system.tell(`agent/${agent}`, command as AgentCommand, { origin: `user/${agent}` }),
          dispositions: () => dispositions.filter(({ queue }) => queue === null).map(({ code }) => code),
          setDisposition: (agent, { call, code }) =>
            board.system.tell(`call/${call as CallId}`, { do: "setDisposition", disposition: code, by: agent }, {
              origin: `user/${agent}`,
            }),
        },
      }),
  };
}

function isRole(role: string): role is DemoLogin["role"] {
  return ["agent", "supervisor", "analyst", "administrator"].includes(role);
}
