/** A field of a card as controls of lists take it. Pure. */
import type { CardField } from "@/components/records/card/types.ts";
import type { ListField } from "@/components/records/list/types.ts";

export function listFieldOf(field: CardField): ListField {
  const retired = field.options.flatMap((option) => option.retired ? [option.value] : []);
  return { ...field, ops: [], sortable: false, retired };
}
