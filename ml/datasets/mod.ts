/**
 * The door of the data that models learn from: own calls of a queue, files, marked days, and how good they are. For the
 * trainings (`main/forecasting.ts`) and the routes.
 */
export { addMarkedDay, listMarkedDays, markedDaySchema, removeMarkedDay } from "@/ml/datasets/marked_days.ts";
export { inspectRecords } from "@/ml/datasets/inspect_records.ts";
export { inspectVolume } from "@/ml/datasets/inspect.ts";
export { fingerprintOf } from "@/ml/datasets/rows.ts";
export { type VolumeAsked, type VolumeData, volumeTask } from "@/ml/datasets/volume.ts";
export { listUploads, receiveUpload, removeUpload, uploadTable } from "@/ml/datasets/uploads/store.ts";
