/** Fields of deals as controls take them, asked for when a stage wants more than the form has. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { FieldOption } from "@/crm/record/types.ts";
import type { ListField } from "@/components/records/list/types.ts";

interface Told extends Omit<ListField, "label" | "options" | "edit" | "retired"> {
  titleRu: string;
  titleEn: string;
  options: FieldOption[];
  right: "edit" | "view";
}

export function useDealFields(wanted: boolean, locale: string): ReadonlyMap<string, ListField> {
  const [fields, setFields] = useState<ReadonlyMap<string, ListField>>(new Map());
  useEffect(() => {
    if (!wanted) return;
    void call<{ fields: Told[] }>("GET", "/api/v1/fields?kind=deal").then((answer) => {
      if (answer.ok) setFields(new Map(answer.value.fields.map((field) => [field.key, listField(field, locale)])));
    });
  }, [wanted]);
  return fields;
}

function listField(field: Told, locale: string): ListField {
  const title = (one: { titleRu: string; titleEn: string }) => locale.startsWith("ru") ? one.titleRu : one.titleEn;
  return {
    ...field,
    label: title(field),
    edit: field.right === "edit",
    options: field.options.map((option) => ({ value: option.value, title: title(option) })),
    retired: field.options.filter(({ retired }) => retired).map(({ value }) => value),
  };
}
