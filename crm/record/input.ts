/** From what somebody sent to values that may be written: known fields, rights over fields, well-formed values. */
import { type Access, ForbiddenError } from "@/store/access.ts";
import { Refusal } from "@/crm/result.ts";
import { isMasked } from "@/crm/record/masking.ts";
import { fieldRight, type Schema } from "@/crm/record/schema.ts";
import type { Field, Point, RecordKind, Value, Values } from "@/crm/record/types.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";
import { reachOf } from "@/crm/record/rights.ts";

export interface InputOptions {
  kind: RecordKind;
  schema: Schema;
  /** The program itself writes: read-only fields too. */
  trusted?: boolean;
}

/** @throws {Refusal} with the field's key in `detail.field` */
export function readInput(given: Record<string, unknown>, access: Access, options: InputOptions): Values {
  const { kind, schema, trusted = false } = options;
  const values: Values = {};
  for (const [key, raw] of Object.entries(given)) {
    if (raw === undefined) continue;
    const field = schema.get(key);
    if (!field) throw new Refusal("records.error.no-field", { field: key });
    if (!trusted) mayWrite(field, access, kind);
    const read = readValue(field, raw);
    if (!read.ok) throw new Refusal(read.code, { field: key });
    if (hasMask(read.value)) throw new Refusal("records.error.masked", { field: key });
    values[key] = read.value;
  }
  return values;
}

function mayWrite(field: Field, access: Access, kind: RecordKind): void {
  if (field.readOnly || fieldRight(access, kind, field.key) !== "edit") {
    throw new Refusal("records.error.read-only", { field: field.key });
  }
}

const hasMask = (value: Value) =>
  typeof value === "string" ? isMasked(value) : Array.isArray(value) &&
    (value as readonly (Partial<Point> | string)[]).some((one) =>
      isMasked(typeof one === "string" ? one : one.value ?? "")
    );

/** @throws {Refusal} when a required own field is empty in the record as it would be */
export function requireFilled(values: Values, schema: Schema, access: Access, kind: RecordKind): void {
  for (const field of schema.values()) {
    if (field.required && isEmpty(values[field.key]) && fieldRight(access, kind, field.key) === "edit") {
      throw new Refusal("records.error.required", { field: field.key });
    }
  }
}

/**
 * Whether the person may give a record to this owner and team: with rights over own rows only to oneself, over a
 * team's rows to the teams in reach, over all rows to anybody. @throws {Refusal}
 */
export function requireAssignable(
  access: Access,
  options: { kind: RecordKind; owner: string | null; team: string | null },
): void {
  const reach = reachOf(access, options.kind, "edit");
  if (reach === "none") throw new ForbiddenError("console.use");
  if (reach === "all") return;
  if (options.owner === access.user && (options.team === null || access.teams.includes(options.team))) return;
  if (reach === "team" && options.team !== null && access.teams.includes(options.team)) return;
  throw new Refusal("records.error.not-assignable");
}
