/**
 * The contact centre as the running actors need it: plain data, read in one snapshot. Read again when the channel
 * `setup` says that something changed.
 */
import { sql } from "kysely";
import type { AgentId, CallRoute } from "@/actors/call/types.ts";
import type { AgentConfig } from "@/actors/agent/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { Store } from "@/crm/records.ts";
import { readUserSkills } from "@/crm/queues/catalogue.ts";
import { readNumbers } from "@/crm/queues/numbers.ts";
import { readQueues } from "@/crm/queues/queues.ts";
import { type SiteSettings, siteSettings } from "@/crm/queues/site.ts";

/** What the console, the wallboard and provisioning know of an agent besides the actor's configuration. */
export interface AgentProfile {
  id: AgentId;
  login: string;
  name: string;
  team: string | null;
  teamName: string;
  locale: "ru" | "en";
  phone: "browser" | "desk";
  /** Endpoint of the desk phone, `PJSIP/201`. */
  deskEndpoint: string | null;
  /** Name of the browser phone's endpoint, to be provisioned as `PJSIP/<sipLogin>`. */
  sipLogin: string;
}

export interface Directory {
  site: SiteSettings;
  queues: QueueConfig[];
  /** Exactly what the agents' actors are configured with. */
  agents: AgentConfig[];
  /** Of the same people, in the same order. */
  profiles: AgentProfile[];
  numbers: { did: string; route: CallRoute }[];
}

/** NOTIFY channel of every change in the set-up, people included. Payload: `{type, kind, id}`. */
export const SETUP_CHANNEL = "setup";

export async function loadDirectory(store: Store): Promise<Directory> {
  return await store.db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(
    async (trx) => {
      const site = await siteSettings(trx);
      const queues = await readQueues(trx);
      const numbers = await readNumbers(trx);
      const skills = await readUserSkills(trx);
      // Agents are those who may use the console; membership alone gives nobody a phone.
      const { rows } = await sql<AgentProfile & { graceMs: number }>`
        select u.id, u.name, u.login, u.team_id as team, coalesce(t.name, '') as "teamName", u.locale,
          u.phone_kind as phone, u.desk_endpoint as "deskEndpoint", u.sip_login as "sipLogin", u.grace_ms as "graceMs"
        from users u left join teams t on t.id = u.team_id
        where u.disabled_at is null and not u.service and exists (select 1 from user_roles ur join roles r on r.key = ur.role
          where ur.user_id = u.id and 'console.use' = any(r.permissions))
        order by u.name, u.id`.execute(trx);
      const membership = new Map<string, AgentConfig["queues"]>();
      for (const queue of queues) {
        for (const { user, order, penalty } of queue.members) {
          membership.set(user, [...membership.get(user) ?? [], { queue: queue.id, order, penalty }]);
        }
      }
      return {
        site,
        queues: queues.map(({ members: _, version: __, ...config }) => config),
        agents: rows.map(({ id, name, teamName, graceMs }) => ({
          id,
          name,
          teamName,
          graceMs,
          queues: membership.get(id) ?? [],
          skills: skills[id] ?? {},
        })),
        profiles: rows.map(({ graceMs: _, ...profile }) => profile),
        numbers: numbers.map(({ did, queue, greeting, language, priority, record }) => ({
          did,
          route: { queue: queue as QueueConfig["id"], greeting, language, priority, record },
        })),
      };
    },
  );
}

/** The route of a dialled number: as it stands, or with and without the plus that trunks add or drop. */
export function routeOf(directory: Pick<Directory, "numbers">, did: string): CallRoute | null {
  const bare = did.replace(/^\+/, "");
  return directory.numbers.find((number) => number.did === did)?.route ??
    directory.numbers.find((number) => number.did.replace(/^\+/, "") === bare)?.route ?? null;
}
