/** Whose work a supervisor may change: that of the teams in reach; with the right to all calls, everybody's. */
import type { Access } from "@/store/access.ts";
import { listPeople } from "@/crm/people/mod.ts";
import type { Refused } from "@/crm/result.ts";
import type { Store } from "@/crm/records.ts";

export async function requireReach(store: Store, access: Access, agent: string): Promise<Refused | null> {
  const person = (await listPeople(store, access)).find((one) => one.id === agent);
  if (!person) return { ok: false, code: "people.error.no-user" };
  const reached = access.permissions.has("calls.view.all") ||
    (person.team !== null && access.teams.includes(person.team));
  return reached ? null : { ok: false, code: "wallboard.error.other-team" };
}
