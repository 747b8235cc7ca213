/** The door of saved views. */
export * from "@/crm/views/schemas.ts";
export { createView, deleteView, listViews, reorderViews, updateView, type View } from "@/crm/views/views.ts";
