/** The door of files on records. */
export { FileDisk, LARGEST_FILE } from "@/crm/files/disk.ts";
export { changeFileSchema, MOST_BYTES, type RecordFile, RecordFiles } from "@/crm/files/files.ts";
export { PICTURES, TYPES } from "@/crm/files/sniff.ts";
export { purgeFiles } from "@/crm/files/upkeep.ts";
