/** Where a rule's subject is looked at. */
const PLURALS: Record<string, string> = {
  lead: "leads",
  contact: "contacts",
  company: "companies",
  deal: "deals",
  task: "tasks",
  call: "calls",
};

/** null: nowhere. */
export function recordPath(kind: string, id: string): string | null {
  return PLURALS[kind] ? `/${PLURALS[kind]}/${id}` : null;
}
