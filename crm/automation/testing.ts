/** Rules and an engine for tests: a clock that stands still, everything done at one call. For tests only. */
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { Engine } from "@/crm/automation/engine.ts";
import type { Ports } from "@/crm/automation/actions/types.ts";
import { createRule, type RuleView } from "@/crm/automation/rules.ts";
import { ruleSchema } from "@/crm/automation/schemas.ts";

export interface Bench {
  engine: Engine;
  /** How far the engine's clock is ahead of the real one, ms. */
  time: { ahead: number };
  letters: { to: string; subject: string; text: string }[];
}

export function openBench(store: Store, ports: Partial<Ports> = {}): Bench {
  const time = { ahead: 0 };
  const now = () => Date.now() + time.ahead;
  const letters: Bench["letters"] = [];
  const clock = { now, after: () => null, clear: () => {} };
  const engine = new Engine(store, {
    clock,
    ports: {
      now,
      jobs: null,
      mail: (_, letter) => {
        letters.push(letter);
        return Promise.resolve();
      },
      ...ports,
    },
  });
  return { engine, time, letters };
}

type Part = Record<string, unknown> & { type: string };

/** A rule that is on and has begun before anything in the test. */
export async function rule(
  store: Store,
  body: { when: Part; then: Part[]; if?: unknown; name?: string },
  access = SYSTEM,
): Promise<RuleView> {
  const made = unwrap(
    await createRule(store, access, { rule: ruleSchema.parse({ name: "Rule", ...body }), enabled: true }),
  );
  return made;
}

/** One group of conditions that all hold. */
export const all = (...items: unknown[]) => ({ match: "all", groups: [{ match: "all", items }] });
