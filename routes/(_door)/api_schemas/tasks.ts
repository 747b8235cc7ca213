/** Shapes of answers about tasks. */
import { z } from "zod";
import type { Completed, Day, Pressing, TaskSetup } from "@/crm/tasks/mod.ts";
import { anyReach } from "@/store/access.ts";
import { kind, namesSchema, recordSchema } from "./records.ts";

export const viewTasks = anyReach("tasks", "view");
export const editTasks = anyReach("tasks", "edit");

const reach = z.enum(["none", "own", "team", "all"]);
const undo = z.uuid().meta({ description: "tasks.api.undo" });

export const completedSchema = z.object({
  task: recordSchema,
  next: recordSchema.nullable().meta({ description: "tasks.api.made-next" }),
  undo,
}) satisfies z.ZodType<Completed>;

export const changedTaskSchema = z.object({ task: recordSchema, undo: undo.nullable() });

export const dayOfTasksSchema = z.object({
  open: z.array(recordSchema),
  more: z.boolean(),
  done: z.array(recordSchema),
  names: namesSchema,
}).meta({ id: "DayOfTasks" }) satisfies z.ZodType<Day>;

export const pressingSchema = z.object({ overdue: z.int(), today: z.int() }) satisfies z.ZodType<Pressing>;

export const taskSetupSchema = z.object({
  me: z.uuid(),
  timeZone: z.string(),
  people: z.array(z.object({ id: z.uuid(), name: z.string(), team: z.uuid().nullable() })),
  teams: z.array(z.object({ id: z.uuid(), name: z.string() })),
  view: reach,
  edit: reach,
  mayDelete: z.boolean(),
  mayTake: z.boolean(),
  kinds: z.array(kind),
  closed: z.array(z.string()),
  work: z.object({ days: z.array(z.int()), from: z.string() }),
}) satisfies z.ZodType<TaskSetup, unknown>;
