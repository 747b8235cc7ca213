/** Fields as answers of the API and data of pages: built-in ones get their words in both languages. */
import { t } from "@/locales/mod.ts";
import type { Access } from "@/store/access.ts";
import { describeFields, type FieldInfo } from "@/crm/fields/mod.ts";
import { KINDS, PLURAL, type RecordKind } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { z } from "zod";

const words = KINDS.flatMap((kind) => [kind, PLURAL[kind]]);

/** `lead` or `leads`. */
export const anyKind = z.enum(words as [string, ...string[]])
  .transform((word) => KINDS.find((one) => one === word || PLURAL[one] === word)!)
  .meta({ description: "api.field.kind" });

export interface NamedOption {
  value: string;
  titleRu: string;
  titleEn: string;
  retired?: boolean;
}

export interface NamedField extends Omit<FieldInfo, "title" | "options" | "choices"> {
  titleRu: string;
  titleEn: string;
  /** Of selects, built-in ones too. */
  options: NamedOption[];
}

const both = (key: string) => ({ titleRu: t("ru")(key), titleEn: t("en")(key) });

/** All fields that the person sees, with titles. @throws {ForbiddenError} */
export async function namedFields(
  store: Store,
  access: Access,
  options: { kind: RecordKind },
): Promise<NamedField[]> {
  const fields = await describeFields(store, access, options);
  return fields.map(({ title, options: own, choices, ...field }) => ({
    ...field,
    ...(title ? { titleRu: title.ru, titleEn: title.en } : both(`records.field.${field.key}`)),
    options: choices.length > 0
      ? choices.map((value) => ({ value, ...both(`records.${field.key}.${value}`) }))
      : [...own],
  }));
}
