/** What the matrix of roles shows, in its order, and how a reach is kept as words of permission. Pure. */
import type { Permission } from "@/store/access.ts";

export const REACHES = ["none", "own", "team", "all"] as const;
export type Reach = typeof REACHES[number];

/** A tick, or how far a right reaches: `leads.view` stands for `leads.view.own`, `.team` and `.all`. */
export type Line = { tick: Permission } | { reach: ReachBase };
export type ReachBase = "calls.view" | `${Entity}.${"view" | "edit"}`;

type Entity = "leads" | "contacts" | "companies" | "deals" | "tasks";

const records = (entity: Entity): Line[] => [
  { reach: `${entity}.view` },
  { reach: `${entity}.edit` },
  { tick: `${entity}.delete` },
  { tick: `${entity}.export` },
];
const ticks = (...words: Permission[]): Line[] => words.map((tick) => ({ tick }));

export const GROUPS: readonly { key: string; lines: readonly Line[] }[] = [
  { key: "work", lines: ticks("console.use", "wallboard.view", "agents.control") },
  { key: "analysis", lines: ticks("analytics.view", "models.manage", "quotas.manage") },
  { key: "calls", lines: [{ reach: "calls.view" }, ...ticks("recordings.play")] },
  { key: "leads", lines: [...records("leads"), ...ticks("inbox.handle")] },
  { key: "contacts", lines: records("contacts") },
  { key: "companies", lines: records("companies") },
  { key: "deals", lines: records("deals") },
  { key: "tasks", lines: records("tasks") },
  { key: "records", lines: ticks("phones.full", "records.import", "records.merge", "views.share") },
  {
    key: "setup",
    lines: ticks(
      "queues.manage",
      "fields.manage",
      "sources.manage",
      "pipelines.manage",
      "automation.manage",
      "mail.manage",
      "users.manage",
      "settings.manage",
      "api.use",
      "api.manage",
      "audit.view",
    ),
  },
];

export function reachIn(permissions: readonly string[], base: ReachBase): Reach {
  return (["all", "team", "own"] as const).find((reach) => permissions.includes(`${base}.${reach}`)) ?? "none";
}

/**
 * The role's words with another reach. Nobody changes what is out of sight: seeing grows with changing, and changing
 * shrinks with seeing.
 */
export function withReach(permissions: readonly string[], base: ReachBase, reach: Reach): string[] {
  const next = put(permissions, base, reach);
  const [entity, action] = base.split(".");
  if (entity === "calls") return next;
  const twin = `${entity}.${action === "edit" ? "view" : "edit"}` as ReachBase;
  const less = REACHES.indexOf(reachIn(next, twin)) < REACHES.indexOf(reach);
  const follows = action === "edit" ? less : !less;
  return follows ? put(next, twin, reach) : next;
}

function put(permissions: readonly string[], base: ReachBase, reach: Reach): string[] {
  const others = permissions.filter((word) => !REACHES.some((one) => word === `${base}.${one}`));
  return reach === "none" ? others : [...others, `${base}.${reach}`];
}
