/** Which step an import may take from where it stands. Pure. */
import type { ImportState } from "@/store/tables/imports.ts";

export type ImportStep = "edit" | "check" | "run" | "pause" | "resume" | "cancel" | "undo";

const STEPS: Record<ImportStep, Partial<Record<ImportState, ImportState>>> = {
  edit: { uploaded: "uploaded", checked: "uploaded" },
  check: { uploaded: "checking", checked: "checking" },
  run: { uploaded: "running", checked: "running" },
  pause: { running: "paused" },
  resume: { paused: "running", failed: "running" },
  cancel: {
    checking: "uploaded",
    uploaded: "cancelled",
    checked: "cancelled",
    running: "cancelled",
    paused: "cancelled",
  },
  undo: { done: "undoing", failed: "undoing", cancelled: "undoing" },
};

/** null: not from there. */
export function stepFrom(state: ImportState, step: ImportStep): ImportState | null {
  return STEPS[step][state] ?? null;
}
