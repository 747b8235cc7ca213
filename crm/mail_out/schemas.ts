/** What comes in about the server that letters go out by. */
import { z } from "zod";

const line = (most: number) => z.string().trim().max(most).regex(/^[^\r\n\0]*$/);

export const mailServerSchema = z.object({
  host: z.string().trim().min(1).max(253).regex(/^[a-zA-Z0-9.:-]+$/),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(["tls", "starttls", "none"]),
  /** Empty: the server asks nobody who they are. */
  username: line(254).default(""),
  /** Absent: as it was; empty: none. */
  password: z.string().max(500).regex(/^[^\r\n\0]*$/).optional(),
  senderName: line(120).default(""),
  senderAddress: z.email().max(254),
  enabled: z.boolean().default(true),
  /** Of what was shown; absent: whatever it is. */
  version: z.number().int().optional(),
});
export type MailServerInput = z.output<typeof mailServerSchema>;

export const testLetterSchema = z.object({ to: z.email().max(254) });
