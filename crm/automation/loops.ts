/** Rules that call each other: by the chain of causes, without end it would be. Pure. */
import type { ChainLink } from "@/crm/automation/types.ts";

/** A chain of so many runs goes on no more. */
export const LONGEST_CHAIN = 8;

interface Run {
  rule: string;
  kind: string;
  record: string;
  chain: readonly ChainLink[];
  depth: number;
}

/** The refusal that stops the run; null: it may go on. */
export function loopOf(run: Run): { error: string; detail: Record<string, string | number> } | null {
  const before = run.chain.findIndex((link) =>
    link.rule === run.rule && link.kind === run.kind && link.record === run.record
  );
  if (before !== -1) return { error: "automation.error.loop", detail: { steps: run.chain.length - before } };
  if (Math.max(run.chain.length, run.depth) >= LONGEST_CHAIN) {
    return { error: "automation.error.chain", detail: { most: LONGEST_CHAIN } };
  }
  return null;
}
