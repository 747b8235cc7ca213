/** Ready rules to begin with; their texts are in the reader's language. Pure. */
import type { Translate } from "@/components/i18n.ts";
import type { Draft } from "@/components/automation/draft.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import type { Conditions, Step, When } from "@/crm/automation/types.ts";

interface Recipe {
  id: string;
  when: When;
  if?: Conditions;
  /** `$<key>`: words of the recipe. */
  then: Step[];
}

const all = (...items: Conditions["groups"][number]["items"][number][]): Conditions => ({
  match: "all",
  groups: [{ match: "all", items }],
});
const task = (more: Record<string, unknown>): Step => ({
  type: "task.create",
  name: "$task",
  task: "todo",
  due: { n: 1, unit: "days" },
  at: null,
  working: true,
  to: "owner",
  user: null,
  team: null,
  priority: "normal",
  note: "",
  ...more,
});
const notify = (who: string): Step => ({ type: "notify", who, user: null, team: null, text: "$text" });

/** In the order in which they are shown. Words: `automation.recipe.<id>`, `.hint`, and what `$` names. */
export const RECIPES: readonly Recipe[] = [
  {
    id: "unanswered",
    when: { type: "lead.idle", idle: "unanswered", for: { n: 15, unit: "minutes" } },
    if: all({ on: "working", is: true }),
    then: [notify("supervisors")],
  },
  {
    id: "missed-call",
    when: { type: "call.missed", queue: null, direction: null },
    then: [{ type: "call.back", name: "$task", to: "owner", user: null, team: null }],
  },
  {
    id: "site-lead",
    when: { type: "request.came", source: null },
    then: [task({ task: "call", due: { n: 5, unit: "minutes" }, priority: "high" })],
  },
  {
    id: "rotten",
    when: { type: "deal.rotten", stage: null },
    then: [task({ task: "call", priority: "high" }), notify("owner")],
  },
  {
    id: "proposal",
    when: { type: "deal.stage-entered", stage: "?proposal" },
    then: [
      { type: "wait", for: { n: 2, unit: "days" }, untilWorking: true, recheck: true },
      task({ task: "call", due: { n: 2, unit: "hours" } }),
    ],
    if: all({ on: "field", of: "record", field: "stage", op: "is", value: "?proposal" }),
  },
  {
    id: "won",
    when: { type: "deal.won" },
    then: [task({ task: "meeting", due: { n: 3, unit: "days" }, at: "10:00" })],
  },
  { id: "lost", when: { type: "deal.lost" }, then: [task({ task: "call", due: { n: 7, unit: "days" }, at: "11:00" })] },
  {
    id: "overdue",
    when: { type: "task.overdue", by: { n: 1, unit: "hours" } },
    if: all({ on: "field", of: "record", field: "priority", op: "is", value: "high" }),
    then: [notify("supervisors")],
  },
  {
    id: "birthday",
    when: { type: "date.reached", kind: "contact", field: "birthday", days: 0, time: "09:00", yearly: true },
    then: [task({ task: "message", due: { n: 2, unit: "hours" } })],
  },
  {
    id: "assigned",
    when: { type: "lead.assigned" },
    then: [task({ task: "call", due: { n: 30, unit: "minutes" } })],
  },
];

/** A stage whose name says so, in either language. */
const PROPOSAL = /предложен|\bкп\b|proposal|quote|offer/i;

/** null: no such recipe. */
export function draftOf(id: string | null, t: Translate, setup: EditorSetup): Draft | null {
  const recipe = RECIPES.find((one) => one.id === id);
  if (!recipe) return null;
  const proposal = setup.lists.stage.find(({ label }) => PROPOSAL.test(label))?.value ?? null;
  const filled = JSON.parse(
    JSON.stringify({ when: recipe.when, if: recipe.if ?? { match: "all", groups: [] }, then: recipe.then }),
    (_, value) => {
      if (value === "?proposal") return proposal;
      return typeof value === "string" && value.startsWith("$")
        ? t(`automation.recipe.${recipe.id}.${value.slice(1)}`)
        : value;
    },
  ) as Pick<Draft, "when" | "if" | "then">;
  return { name: t(`automation.recipe.${recipe.id}`), ...filled, enabled: true };
}
