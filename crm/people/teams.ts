/** Teams: the groups that row rights of the kind "team" reach. */
import { sql } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import type { renameTeamSchema, teamSchema } from "@/crm/people/schemas.ts";

export interface Team {
  id: string;
  name: string;
  people: number;
}

/** Teams in use, by name. Open to everybody who is logged in: filters and boards show them. */
export async function listTeams(store: Store, _access: Access): Promise<Team[]> {
  return await store.db.selectFrom("teams").where("archived_at", "is", null)
    .select(["id", "name"])
    .select(
      sql<number>`(select count(*)::int from users where users.team_id = teams.id and users.disabled_at is null)`
        .as("people"),
    )
    .orderBy("name").execute();
}

const constraints = { teams_name: "people.error.team-taken" };

export function createTeam(store: Store, access: Access, team: z.output<typeof teamSchema>): Promise<Result<string>> {
  return verb(store, access, {
    permission: "users.manage",
    constraints,
    work: async (trx) => {
      const id = newId();
      await trx.insertInto("teams").values({ id, name: team.name }).execute();
      return { value: id, change: { type: "team.created", entity: { kind: "team", id }, after: { name: team.name } } };
    },
  });
}

export function renameTeam(store: Store, access: Access, team: z.output<typeof renameTeamSchema>) {
  return verb(store, access, {
    permission: "users.manage",
    constraints,
    notify: "setup",
    work: async (trx) => {
      const before = await trx.selectFrom("teams").select("name").where("id", "=", team.id)
        .where("archived_at", "is", null).forUpdate().executeTakeFirst();
      if (!before) throw new Refusal("people.error.no-team");
      if (before.name === team.name) return { value: null, change: null };
      await trx.updateTable("teams").set({ name: team.name }).where("id", "=", team.id).execute();
      return {
        value: null,
        change: { type: "team.renamed", entity: { kind: "team", id: team.id }, before, after: { name: team.name } },
      };
    },
  });
}

/** Takes an empty team out of use; its calls keep it. */
export function archiveTeam(store: Store, access: Access, options: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "users.manage",
    work: async (trx) => {
      const before = await trx.selectFrom("teams").select("name").where("id", "=", options.id)
        .where("archived_at", "is", null).forUpdate().executeTakeFirst();
      if (!before) throw new Refusal("people.error.no-team");
      const member = await trx.selectFrom("users").select("id").where("team_id", "=", options.id)
        .where("disabled_at", "is", null).limit(1).executeTakeFirst();
      if (member) throw new Refusal("people.error.team-in-use");
      await trx.updateTable("teams").set({ archived_at: sql`now()` }).where("id", "=", options.id).execute();
      return { value: null, change: { type: "team.archived", entity: { kind: "team", id: options.id }, before } };
    },
  });
}
