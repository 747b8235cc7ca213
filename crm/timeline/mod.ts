/** The door of a record's timeline and of notes. */
export * from "@/crm/timeline/types.ts";
export { addNote, addNoteSchema, changeNote, changeNoteSchema } from "@/crm/timeline/notes.ts";
export { readTimeline, timelineSchema } from "@/crm/timeline/timeline.ts";
