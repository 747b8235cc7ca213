/** The fields of a kind as the asking person has them: what forms, lists, filters and programs are made from. */
import type { Access } from "@/store/access.ts";
import type { FieldOption, RecordKind } from "@/store/tables/records.ts";
import type { Store } from "@/crm/records.ts";
import {
  type Field,
  fieldRight,
  type FieldType,
  type FilterOp,
  OPS_OF,
  reachable,
  reachOf,
  schemaOf,
  SORTABLE,
  visibleFields,
} from "@/crm/record/mod.ts";

export interface FieldInfo {
  key: string;
  type: FieldType;
  /** Own field; null titles: a built-in one, whose words are in the catalogues. */
  own: boolean;
  title: { ru: string; en: string } | null;
  /** Of own selects; of built-in ones `choices` are the values. */
  options: readonly FieldOption[];
  choices: readonly string[];
  required: boolean;
  /** Set by the program. */
  readOnly: boolean;
  /** What this person may do with it in records that are in reach. */
  right: "edit" | "view";
  /** Shown with most of it hidden: a phone or an e-mail for a person who may not see whole ones. */
  masked: boolean;
  max: number;
  target: RecordKind | null;
  /** What a filter may ask. */
  ops: readonly FilterOp[];
  sortable: boolean;
}

const SECRET: readonly FieldType[] = ["phones", "emails", "phone", "email"];

/** @throws {ForbiddenError} when the person sees no record of the kind */
export async function describeFields(
  store: Store,
  access: Access,
  options: { kind: RecordKind },
): Promise<FieldInfo[]> {
  const { kind } = options;
  reachable(access, kind, "view");
  const schema = await schemaOf(store, kind);
  const edits = reachOf(access, kind, "edit") !== "none";
  const full = access.permissions.has("phones.full");
  return visibleFields(access, kind, schema).map((field) => {
    const masked = SECRET.includes(field.type) && !full;
    return {
      key: field.key,
      type: field.type,
      own: field.column === null,
      title: field.title,
      options: field.options,
      choices: field.choices,
      required: field.required,
      readOnly: field.readOnly,
      right: edits && writable(field, access, kind) ? "edit" : "view",
      masked,
      max: field.max,
      target: field.target,
      ops: OPS_OF[field.type].filter((op) => !(masked && op === "contains")),
      sortable: SORTABLE.has(field.type) && !masked,
    };
  });
}

const writable = (field: Field, access: Access, kind: RecordKind) =>
  !field.readOnly && fieldRight(access, kind, field.key) === "edit";
