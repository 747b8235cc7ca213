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
  // -expm1 keeps the digits of small waits.
  const exponent = (x: number) => rate * patience * -Math.expm1(-x / patience) - agents * x / handle;
  const top = peak(queue);
  const highest = exponent(top);
  const end = horizon((x) => exponent(x) - highest, top, queue);
  const { whole, gone, inTime } = integrate({ ...queue, highest, top, end, threshold });
  // Callers in front of whom an agent is free, on the same scale: E · exp(-highest), with E = 1 / B(n − 1).
  const free = Math.exp(-Math.log(erlangB(agents - 1, rate * handle)) - highest);
  const unit = 1 / (free + rate * whole);
  const wait = rate * whole * unit;
  const abandon = rate * unit * gone;
  const answered = rate * unit * inTime;
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

interface Density {
  agents: number;
  rate: number;
  handle: number;
  patience: number;
  highest: number;
  top: number;
  end: number;
  threshold: number;
}

/**
 * Integrals of the density, of the part of it that hangs up, and of the part that is answered within the threshold, in one
 * walk: composite Simpson with panels that are fine around the peak and grow away from it.
 */
function integrate(of: Density): { whole: number; gone: number; inTime: number } {
  const { agents, rate, handle, patience, highest, threshold, end } = of;
  const edges = spread(of);
  let whole = 0, gone = 0, inTime = 0;
  for (let n = 1; n < edges.length; n++) {
    const from = edges[n - 1], step = (edges[n] - from) / PANEL;
    let all = 0, left = 0;
    for (let i = 0; i <= PANEL; i++) {
      const x = from + i * step;
      const hungUp = -Math.expm1(-x / patience);
      const weight = i === 0 || i === PANEL ? 1 : i % 2 === 1 ? 4 : 2;
      const density = weight * Math.exp(rate * patience * hungUp - agents * x / handle - highest);
      all += density;
      left += density * hungUp;
    }
    whole += all * step / 3;
    gone += left * step / 3;
    if (edges[n] <= Math.min(threshold, end)) inTime += (all - left) * step / 3;
  }
  return { whole, gone, inTime };
}

/** Edges of panels, closest to each other at zero and at the peak; the threshold is one of them. */
function spread({ top, end, handle, agents, patience, threshold }: Density): number[] {
  const edges = new Set<number>([0, end]);
  for (let width = Math.min(handle / agents, patience); width < end; width *= 2) {
    for (const edge of [width, top - width, top + width]) if (edge > 0 && edge < end) edges.add(edge);
  }
  for (const edge of [top, threshold]) if (edge > 0 && edge < end) edges.add(edge);
  return [...edges].sort((a, b) => a - b);
}
