/**
 * How verbs answer. What people get wrong is a value; a broken invariant throws; a missing permission throws
 * {@link ForbiddenError} (store/access.ts).
 */

/** A refusal for a person to read: `code` is a catalogue key `<room>.error.<what>`, `detail` fills its placeholders. */
export interface Refused {
  ok: false;
  code: string;
  detail?: Record<string, string | number>;
}

export type Result<T> = { ok: true; value: T } | Refused;

/** Thrown inside a verb's transaction to roll it back; {@link verb} turns it into a {@link Refused}. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(readonly code: string, readonly detail?: Record<string, string | number>) {
    super(code);
  }
  toResult(): Refused {
    return { ok: false, code: this.code, ...(this.detail ? { detail: this.detail } : {}) };
  }
}

/** For seeds and tests, where a refusal is a mistake of ours. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.value;
}

/** A query's parameter that no schema could refuse beforehand; mapped to HTTP 400. */
export class BadInputError extends Error {
  override name = "BadInputError";
  constructor(readonly field: string) {
    super(`bad value: ${field}`);
  }
}
