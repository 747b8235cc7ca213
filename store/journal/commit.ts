/**
 * Brings one group of writes to a certain end in the face of restarts, fences and bad entries. Generic over what is
 * written: the journal's entries and its snapshots take the same way.
 */
import { isConflict, isConnectionTrouble } from "../pool.ts";

export interface CommitSteps<T> {
  /** Writes all or nothing; returns those that another node's epoch refuses (then nothing was written). */
  write(group: T[]): Promise<T[]>;
  /** Of a group whose answer was lost: those that did get in. */
  committed(group: T[]): Promise<Set<T>>;
  done(member: T): void;
  fenced(member: T): void;
  failed(member: T, error: unknown): void;
  /** Called before each new attempt after trouble with the server; resolves when it is time. */
  pause(attempt: number): Promise<void>;
  /** True once the writer is closed for good: the rest is failed instead of retried. */
  closed(): boolean;
}

/** Never rejects: every member ends in exactly one of `done`, `fenced`, `failed`. Order is kept. */
export async function commitGroup<T>(group: T[], steps: CommitSteps<T>): Promise<number> {
  let left = group;
  let uncertain = false;
  let attempts = 0;
  while (left.length > 0) {
    attempts++;
    try {
      if (uncertain) {
        const known = await steps.committed(left);
        uncertain = false;
        for (const member of left) if (known.has(member)) steps.done(member);
        left = left.filter((member) => !known.has(member));
        if (left.length === 0) break;
      }
      const refused = new Set(await steps.write(left));
      if (refused.size === 0) {
        for (const member of left) steps.done(member);
        break;
      }
      for (const member of refused) steps.fenced(member);
      left = left.filter((member) => !refused.has(member));
    } catch (error) {
      if (isConnectionTrouble(error)) {
        if (steps.closed()) return fail(left, error, { steps, attempts });
        uncertain = true;
        await steps.pause(attempts);
      } else if (isConflict(error) && attempts < 10) {
        await steps.pause(1);
      } else if (left.length > 1) {
        // One bad member (a text the database cannot hold, a doubled number) must not take the others with it.
        const middle = left.length >> 1;
        return attempts + await commitGroup(left.slice(0, middle), steps) +
          await commitGroup(left.slice(middle), steps);
      } else {
        return fail(left, error, { steps, attempts });
      }
    }
  }
  return attempts;
}

function fail<T>(left: T[], error: unknown, at: { steps: CommitSteps<T>; attempts: number }): number {
  for (const member of left) at.steps.failed(member, error);
  return at.attempts;
}
