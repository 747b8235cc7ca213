/** The door for what browsers send over the live socket: bounded, parsed, validated. */
import { z } from "zod";
import type { ClientFrame } from "./protocol.ts";

/** Longest frame a browser has reason to send. */
export const LONGEST_FRAME = 1_024;

const topic = z.string().min(1).max(128).regex(/^[a-z][a-z0-9-]*(\/[A-Za-z0-9._:-]{1,100})*$/);

const frame: z.ZodType<ClientFrame> = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("sub"),
    topic,
    e: z.string().max(64).optional(),
    s: z.number().int().nonnegative().optional(),
  }),
  z.object({ t: z.literal("unsub"), topic }),
  z.object({ t: z.literal("p"), at: z.number() }),
]);

/** The frame, or undefined when it is none of ours. */
export function parseClientFrame(data: unknown): ClientFrame | undefined {
  if (typeof data !== "string" || data.length > LONGEST_FRAME) return undefined;
  try {
    return frame.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
