/** The door of a record's timeline and of notes. */
export * from "@/crm/timeline/types.ts";
export { seenChanges } from "@/crm/timeline/changes.ts";
export { namesIn } from "@/crm/timeline/names.ts";
export { addNote, addNoteSchema, changeNote, changeNoteSchema } from "@/crm/timeline/notes.ts";
export { readTimeline, timelineSchema } from "@/crm/timeline/timeline.ts";
