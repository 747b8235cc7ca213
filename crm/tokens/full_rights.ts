/** Who may hand out what a program sees: only people who see everything themselves. */
import type { Access, Permission } from "@/store/access.ts";
import { Refusal } from "@/crm/result.ts";

const EVERYTHING: readonly Permission[] = [
  "leads.view.all",
  "contacts.view.all",
  "companies.view.all",
  "phones.full",
  "audit.view",
];

/**
 * A service account's team and a webhook's events reach beyond own rows, teams and fields: whoever makes them must see
 * as far, or `api.manage` would be a way around the rights over rows and fields. @throws {Refusal}
 */
export function requireFullRights(access: Access): void {
  const seesAll = EVERYTHING.every((word) => access.permissions.has(word)) && !access.fields?.size;
  if (!seesAll) throw new Refusal("api.error.full-rights");
}
