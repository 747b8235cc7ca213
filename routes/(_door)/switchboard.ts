/** What routes need of the live part. Implemented where actors and telephony are put together (main). */
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { CallCommand } from "@/actors/call/types.ts";
import type { SipCredentials } from "@/components/phone/phone.ts";
import type { Result } from "@/crm/result.ts";

export type PhoneKind = "browser" | "desk";

/** A recording as it lies on disk or at Asterisk. */
export interface Recording {
  size: number;
  type: string;
  /** Bytes `from` to `to`, both inclusive. */
  read(from: number, to: number): Promise<ReadableStream<Uint8Array>>;
}

export interface Switchboard {
  /** Logs the agent in: provisions the browser's endpoint with a fresh short-lived secret, then tells the agent. */
  logIn(agent: string, choice: { phone: PhoneKind; queues: string[] }): Promise<Result<{ sip: SipCredentials | null }>>;
  /** Chooses the phone; also how a reloaded page gets its credentials again. */
  usePhone(agent: string, phone: PhoneKind): Promise<Result<{ sip: SipCredentials | null }>>;
  /** Rings the reloaded browser for the call that it had; the old leg is replaced. */
  reattach(agent: string, call: string): Promise<Result<null>>;
  /** Asks an agent; `origin` is `user/<id>` of who asked. */
  agent(agent: string, command: AgentCommand, origin: string): Promise<Result<null>>;
  /** Asks a live call. Refuses with `call.error.unknown` when there is no such live call. */
  call(call: string, command: CallCommand, origin: string): Promise<Result<null>>;
  /** Whether this agent has, or wraps up, this call now. */
  holds(agent: string, call: string): Promise<boolean>;
  /** What the live call knows as written, ahead of the records; null: no such call lives. */
  written(call: string): { notes: string; disposition: string | null } | null;
  /** null: there is none, or its file is gone. */
  recording(name: string): Promise<Recording | null>;
}
