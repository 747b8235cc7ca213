/**
 * `deno task bench:erlang [--json]`: how exact and how quick staffing is. Erlang C against exact fractions and published
 * values; Erlang A against the chain of its states and against a simulated line; time per answer up to 20,000 agents,
 * of a requirement on a distribution, of a what-if on a day of half hours; multi-skill rooms played. The last line of
 * `--json` is one object.
 */
import { demandOf } from "@/ml/staffing/demand.ts";
import { erlangC, withoutPatience, withPatience } from "@/ml/staffing/erlang.ts";
import { dayOutcome, requirementCurve } from "@/ml/staffing/plan.ts";
import { agentsFor, type Interval, type Target } from "@/ml/staffing/requirement.ts";
import { simulateRoom } from "@/ml/staffing/skills_simulation.ts";
import { exactErlangC, statesOfErlangA } from "./exact.ts";

const json = Deno.args.includes("--json");
const say = (line: string) => json ? console.error(line) : console.log(line);
/** A million calls each. */
const SEEDS = [7, 8, 9, 10];
const most = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), 0);

/** Milliseconds of one call, the median of `times`. */
function ms(run: () => unknown, times = 9): number {
  const seen = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return Number(seen[times >> 1].toPrecision(3));
}

const published = [[21, 18, 0.395872], [50, 48, 0.694456], [1000, 968.38, 0.22151]]
  .map(([agents, load, value]) => ({ agents, load, value, ours: erlangC(agents, load) }));
const exact = [1, 2, 5, 21, 50, 100, 300, 1_000].flatMap((agents) =>
  [500, 800, 900, 950, 990, 999].map((part) =>
    Math.abs(erlangC(agents, agents * part / 1_000) - exactErlangC(agents, BigInt(agents * part), 1_000n))
  )
);
const states = [1, 5, 20, 100, 400].flatMap((agents) =>
  [0.5, 0.8, 0.95, 1, 1.1, 1.5].flatMap((busy) =>
    [20, 60, 180, 600].map((patience) => {
      const queue = { agents, rate: agents * busy / 180, handle: 180, patience };
      return Math.abs(withPatience(queue, 20).abandon - statesOfErlangA(queue).abandon);
    })
  )
);
const lines = [[12, 0.06, 120], [30, 0.17, 60], [8, 0.06, 200], [100, 0.55, 90], [20, 0.13, 60]];
const simulated = lines.map(([agents, rate, patience]) => {
  const told = withPatience({ agents, rate, handle: 180, patience }, 20);
  const callsPerHour = rate * 3_600;
  const plays = SEEDS.map((seed) =>
    simulateRoom({
      queues: [{ name: "q", callsPerHour, handle: 180, patience, weight: 1, needs: [] }],
      groups: [{ name: "g", agents, skills: {} }],
    }, { hours: 1_000_000 / callsPerHour, seed, within: 20 }).queues[0]
  );
  const mean = (of: (one: typeof plays[number]) => number) =>
    plays.reduce((sum, one) => sum + of(one), 0) / plays.length;
  const seen = { abandon: mean(({ abandon }) => abandon), serviceLevel: mean(({ serviceLevel }) => serviceLevel) };
  return {
    agents,
    abandon: Math.abs(told.abandon - seen.abandon),
    serviceLevel: Math.abs(told.serviceLevel - seen.serviceLevel),
  };
});

const target: Target = { serviceLevel: { share: 0.8, within: 20 }, on: "expected" };
const interval = (expected: number): Interval => ({
  demand: demandOf({ expected, low: expected * 0.9, high: expected * 1.12 }, { level: 0.8 }),
  seconds: 1_800,
  handle: 180,
  patience: 120,
});
const day = Array.from({ length: 48 }, (_, n) => interval(400 * Math.max(0.05, Math.sin(Math.PI * n / 48))));
const agents = requirementCurve(day, { target, shrinkage: 0.3 }).map((one) => one.agents ?? 0);
/** The same day in five minutes. */
const fine = Array.from({ length: 288 }, (_, n) => ({
  ...interval(400 / 6 * Math.max(0.05, Math.sin(Math.PI * n / 288))),
  seconds: 300,
}));
const fineAgents = requirementCurve(fine, { target, shrinkage: 0.3 }).map((one) => one.agents ?? 0);
const room = {
  queues: ["sales", "service", "billing"].map((name) => ({
    name,
    callsPerHour: 200,
    handle: 240,
    patience: 120,
    weight: 1,
    needs: [{ skill: name, minLevel: 50, relax: [] }],
  })),
  groups: [
    ...["sales", "service", "billing"].map((name) => ({ name, agents: 10, skills: { [name]: 60 } })),
    { name: "all", agents: 15, skills: { sales: 60, service: 60, billing: 60 } },
  ],
};

const figures = {
  erlang_c_published_error: published.map(({ value, ours }) => Math.abs(value - ours)),
  erlang_c_exact_error: most(exact),
  erlang_c_exact_cases: exact.length,
  erlang_a_states_error: most(states),
  erlang_a_states_cases: states.length,
  erlang_a_simulation_abandon_error: most(simulated.map(({ abandon }) => abandon)),
  erlang_a_simulation_service_level_error: most(simulated.map(({ serviceLevel }) => serviceLevel)),
  erlang_a_simulation_calls: SEEDS.length * 1_000_000,
  ms: {
    erlang_c_20000_agents: ms(() => withoutPatience({ agents: 20_000, rate: 110, handle: 180 }, 20)),
    erlang_a_20000_agents: ms(() => withPatience({ agents: 20_000, rate: 110, handle: 180, patience: 120 }, 20)),
    erlang_a_50_agents: ms(() => withPatience({ agents: 50, rate: 0.26, handle: 180, patience: 120 }, 20)),
    requirement_50_agents: ms(() => agentsFor(interval(450), target)),
    requirement_20000_agents: ms(() => agentsFor(interval(190_000), target)),
    requirement_day_48: ms(() => requirementCurve(day, { target, shrinkage: 0.3 })),
    what_if_day_48: ms(() =>
      dayOutcome(day, agents, { whatIf: { calls: 1.1, handle: 0.95, patience: 0.9, agents: 2 } })
    ),
    requirement_day_288: ms(() => requirementCurve(fine, { target, shrinkage: 0.3 }), 5),
    what_if_day_288: ms(
      () => dayOutcome(fine, fineAgents, { whatIf: { calls: 1.1, handle: 0.95, patience: 0.9, agents: 2 } }),
      5,
    ),
    multi_skill_room_100_hours: ms(() => simulateRoom(room, { hours: 100, seed: 1, within: 20 }), 3),
  },
};
say(JSON.stringify(figures, null, 2));
if (json) console.log(JSON.stringify(figures));
