/** The door of own fields and of rights over fields. */
export * from "@/crm/fields/schemas.ts";
export { type Conversion, previewConversion } from "@/crm/fields/change_type.ts";
export { describeFields, type FieldInfo } from "@/crm/fields/describe.ts";
export {
  archiveField,
  createField,
  listFields,
  type OwnField,
  reorderFields,
  restoreField,
  updateField,
} from "@/crm/fields/fields.ts";
export { keyFor, slug, valueFor } from "@/crm/fields/key.ts";
export { listFieldRights, NEVER_HIDDEN, setFieldRight } from "@/crm/fields/rights.ts";
