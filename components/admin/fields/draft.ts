/** A field as it stands in the dialog before it is saved. Pure. */
import type { FieldOption, RecordKind } from "@/store/tables/records.ts";
import type { OwnField } from "@/crm/fields/mod.ts";

export type OwnFieldType = OwnField["type"];

/** In the order in which people look for them. */
export const TYPES: readonly OwnFieldType[] = [
  "text",
  "long-text",
  "number",
  "money",
  "date",
  "datetime",
  "checkbox",
  "select",
  "multi-select",
  "phone",
  "email",
  "url",
  "user",
];

/** `value` is absent in an option that is not saved yet; `n` tells rows of the form apart. */
export interface DraftOption extends Omit<FieldOption, "value"> {
  n: number;
  value?: string;
}

export interface Draft {
  id: string | null;
  kind: RecordKind;
  type: OwnFieldType;
  titleRu: string;
  titleEn: string;
  options: DraftOption[];
  required: boolean;
}

export const isChoice = (type: OwnFieldType) => type === "select" || type === "multi-select";

export function draftOf(field: OwnField): Draft {
  const { id, kind, type, titleRu, titleEn, required } = field;
  return { id, kind, type, titleRu, titleEn, required, options: field.options.map((one, n) => ({ ...one, n })) };
}

export function blank(kind: RecordKind): Draft {
  return { id: null, kind, type: "text", titleRu: "", titleEn: "", required: false, options: [] };
}

/** What is sent: a title in one language stands for both until somebody translates it. */
export function bodyOf(draft: Draft) {
  const [titleRu, titleEn] = pair(draft.titleRu, draft.titleEn);
  return {
    kind: draft.kind,
    type: draft.type,
    titleRu,
    titleEn,
    required: draft.required,
    options: optionsOf(draft),
  };
}

/** Options that say something, without the form's own marks; none for types that have none. */
export function optionsOf(draft: Draft): Omit<DraftOption, "n">[] {
  if (!isChoice(draft.type)) return [];
  return draft.options.flatMap(({ n: _, ...option }) => {
    const [titleRu, titleEn] = pair(option.titleRu, option.titleEn);
    return titleRu === "" ? [] : [{ ...option, titleRu, titleEn }];
  });
}

function pair(ru: string, en: string): [string, string] {
  const [a, b] = [ru.trim(), en.trim()];
  return [a || b, b || a];
}
