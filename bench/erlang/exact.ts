/** The same figures by other ways, slow and plain: what the product's are held against. */

/** Erlang C by its definition in exact fractions; load = p / q. Told to 18 digits. */
export function exactErlangC(agents: number, p: bigint, q: bigint): number {
  let term = 1n, below = 0n;
  // Σ aᵏ/k! for k < n, over the common denominator qⁿ·n!
  for (let k = 0; k < agents; k++) {
    below = below * q * BigInt(k || 1) + term;
    term *= p;
  }
  below = below * q * BigInt(agents);
  const n = BigInt(agents);
  const waiting = term * n * q;
  return Number(waiting * 10n ** 18n / (waiting + below * (n * q - p))) / 1e18;
}

/** Erlang A by the chain of its states, from the commonest outwards until nothing is left. */
export function statesOfErlangA(
  queue: { agents: number; rate: number; handle: number; patience: number },
): { wait: number; abandon: number } {
  const { agents, rate, handle, patience } = queue;
  const leave = (k: number) => Math.min(k, agents) / handle + Math.max(0, k - agents) / patience;
  let mode = 0;
  while (leave(mode + 1) < rate) mode++;
  let all = 0, waits = 0, line = 0;
  const see = (k: number, p: number) => {
    all += p;
    if (k >= agents) waits += p;
    line += p * Math.max(0, k - agents);
  };
  see(mode, 1);
  for (let k = mode, p = 1; k > 0 && p > 1e-20; k--) see(k - 1, p *= leave(k) / rate);
  for (let k = mode, p = 1; p > 1e-20; k++) see(k + 1, p *= rate / leave(k + 1));
  return { wait: waits / all, abandon: line / all / patience / rate };
}
