/**
 * How a queue behaves with so many agents: Erlang B, C (nobody hangs up) and A (callers lose patience). Own code, stable
 * to tens of thousands of agents: blocking by its recursion, waiting by integration of the virtual wait's density in
 * logarithms. Pure.
 *
 * Load is in erlangs (calls a second × seconds of work a call); times are seconds.
 */

/**
 * Erlang B: share of calls that find all `agents` busy when nobody waits. Jagerman (1974): the recursion loses nothing,
 * each step is a ratio of positive numbers.
 */
export function erlangB(agents: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n++) blocked = load * blocked / (n + load * blocked);
  return blocked;
}

/** Erlang C: share of calls that wait when everybody waits for ever; 1 when the load is more than the agents can do. */
export function erlangC(agents: number, load: number): number {
  if (load <= 0) return 0;
  if (agents <= load) return 1;
  const blocked = erlangB(agents, load);
  return agents * blocked / (agents - load * (1 - blocked));
}

export interface Queue {
  agents: number;
  /** Calls a second. */
  rate: number;
  /** Mean handle time (talk and wrap-up), seconds. */
  handle: number;
}

export interface Outcome {
  /** Share of calls that do not get an agent at once. */
  wait: number;
  /** Share of calls that hang up while waiting. */
  abandon: number;
  /** Share of all calls that are answered within the threshold. */
  serviceLevel: number;
  /** Mean wait of all calls, seconds (of those who hang up, until they do); Infinity: the line grows for ever. */
  meanWait: number;
  /** Share of their time that agents are busy. */
  occupancy: number;
}

/** M/M/n: callers wait for ever. `threshold` in seconds. */
export function withoutPatience({ agents, rate, handle }: Queue, threshold: number): Outcome {
  const load = rate * handle;
  if (rate <= 0) return { wait: 0, abandon: 0, serviceLevel: 1, meanWait: 0, occupancy: 0 };
  if (agents <= load) return { wait: 1, abandon: 0, serviceLevel: 0, meanWait: Infinity, occupancy: 1 };
  const wait = erlangC(agents, load);
  return {
    wait,
    abandon: 0,
    serviceLevel: 1 - wait * Math.exp(-(agents - load) * threshold / handle),
    meanWait: wait * handle / (agents - load),
    occupancy: load / agents,
  };
}

/** Points of one panel of the integration. */
const PANEL = 64;

/**
 * M/M/n+M (Erlang A, Palm 1957): callers hang up after an exponential time with mean `patience` seconds. By Zeltyn and
 * Mandelbaum (2005), the wait of somebody with endless patience has the density
 * `rate · π(n−1) · exp(rate · H(x) − n·x/handle)` with `H(x) = ∫₀ˣ P(patience > u) du`; all figures are integrals of it.
 */
export function withPatience(queue: Queue & { patience: number }, threshold: number): Outcome {
  const { agents, rate, handle, patience } = queue;
  if (rate <= 0) return { wait: 0, abandon: 0, serviceLevel: 1, meanWait: 0, occupancy: 0 };
  if (patience === Infinity) return withoutPatience(queue, threshold);
  // Nobody answers: all hang up in the end.
  if (agents < 1) return { wait: 1, abandon: 1, serviceLevel: 0, meanWait: patience, occupancy: 0 };
  const stays = (x: number) => Math.exp(-x / patience);
  // -expm1 keeps the digits of small waits.
  const exponent = (x: number) => rate * patience * -Math.expm1(-x / patience) - agents * x / handle;
  const top = peak(queue);
  const highest = exponent(top);
  const end = horizon((x) => exponent(x) - highest, top, queue);
  const part = (weigh: (x: number) => number, until = end) =>
    integrate((x) => weigh(x) * Math.exp(exponent(x) - highest), {
      until,
      top,
      scale: Math.min(handle / agents, patience),
    });
  const whole = part(() => 1);
  // Callers in front of whom an agent is free, on the same scale: E · exp(-highest), with E = 1 / B(n − 1).
  const free = Math.exp(-Math.log(erlangB(agents - 1, rate * handle)) - highest);
  const unit = 1 / (free + rate * whole);
  const wait = rate * whole * unit;
  const abandon = rate * unit * part((x) => -Math.expm1(-x / patience));
  const answered = rate * unit * part(stays, Math.min(threshold, end));
  // Whoever hangs up waits until then: E[min(V, patience)] = patience · P(hangs up).
  return {
    wait,
    abandon,
    serviceLevel: 1 - wait + answered,
    meanWait: abandon * patience,
    occupancy: Math.min(1, rate * handle * (1 - abandon) / agents),
  };
}

/** Where the density is highest: at zero while agents keep up. */
function peak({ agents, rate, handle, patience }: Queue & { patience: number }): number {
  const ratio = agents / (rate * handle);
  return ratio >= 1 ? 0 : -patience * Math.log(ratio);
}

/** Beyond this the density is under 1e-17 of its peak. */
function horizon(
  above: (x: number) => number,
  top: number,
  { handle, agents, patience }: Queue & { patience: number },
): number {
  let step = Math.min(handle / agents, patience) || 1;
  let x = top;
  while (above(x) > -40) {
    x += step;
    step *= 1.5;
  }
  return x;
}

/** Composite Simpson with panels that are fine around the peak and grow away from it. */
function integrate(
  density: (x: number) => number,
  options: { until: number; top: number; scale: number },
): number {
  const { until, top, scale } = options;
  let sum = 0;
  const edges = [0, ...spread(top, { until, scale }), until];
  for (let n = 1; n < edges.length; n++) sum += simpson(density, edges[n - 1], edges[n]);
  return sum;
}

/** Edges of panels between 0 and `until`, closest to each other at zero and at the peak. */
function spread(top: number, { until, scale }: { until: number; scale: number }): number[] {
  const edges = new Set<number>();
  for (let width = scale; width < until; width *= 2) {
    for (const edge of [width, top - width, top + width]) if (edge > 0 && edge < until) edges.add(edge);
  }
  if (top > 0 && top < until) edges.add(top);
  return [...edges].sort((a, b) => a - b);
}

function simpson(density: (x: number) => number, from: number, to: number): number {
  if (to <= from) return 0;
  const step = (to - from) / PANEL;
  let sum = density(from) + density(to);
  for (let n = 1; n < PANEL; n++) sum += density(from + n * step) * (n % 2 === 1 ? 4 : 2);
  return sum * step / 3;
}
