/** What pages may do with the live part: the routes' door to the switchboard, with phones provisioned on the way. */
import type { Answer } from "@/actors/runtime/mod.ts";
import type { Switchboard } from "@/actors/mod.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { AgentId, CallCommand, CallId, QueueId } from "@/actors/call/types.ts";
import type { AgentProfile } from "@/crm/queues/mod.ts";
import type { Result } from "@/crm/result.ts";
import type { PhoneKind, Switchboard as Door } from "@/routes/(_door)/switchboard.ts";
import { type BrowserPhones } from "@/telephony/asterisk/provisioning.ts";
import type { SipCredentials } from "@/components/phone/phone.ts";
import type { Recordings } from "./recordings.ts";

export interface DeskOptions {
  board: Switchboard;
  phones: BrowserPhones;
  recordings: Recordings;
  profile: (agent: string) => AgentProfile | undefined;
  /** Host that Asterisk shows in SIP addresses; browsers never resolve it. */
  sipHost: string;
}

/** An answer of an actor as routes give it to people. */
export function resultOf(answer: Answer): Result<null> {
  if (answer.ok) return { ok: true, value: null };
  if (answer.code === "rejected") {
    return { ok: false, code: answer.rejected, ...(answer.detail ? { detail: answer.detail } : {}) };
  }
  return { ok: false, code: `switchboard.error.${answer.code}` };
}

export function openDesk(options: DeskOptions): Door {
  const { board, phones, profile } = options;
  const credentialsFor = async (person: AgentProfile): Promise<SipCredentials> => {
    const { resource, secret } = await phones.provision(person.sipLogin, {
      displayName: person.name,
      language: person.locale,
    });
    return {
      uri: `sip:${resource}@${options.sipHost}`,
      username: resource,
      password: secret,
      ws: "/sip",
    };
  };
  const ask = async (agent: string, command: AgentCommand, origin: string) =>
    resultOf(await board.agentCommand(agent as AgentId, command, { origin }));
  /** Makes the phone usable and names its endpoint. */
  const phoneOf = async (agent: string, kind: PhoneKind) => {
    const person = profile(agent);
    if (!person) return { ok: false as const, code: "switchboard.error.no-agent" };
    if (kind === "desk") {
      if (!person.deskEndpoint) return { ok: false as const, code: "switchboard.error.no-desk-phone" };
      return { ok: true as const, value: { phone: { is: "desk" as const, endpoint: person.deskEndpoint }, sip: null } };
    }
    const sip = await credentialsFor(person);
    return {
      ok: true as const,
      value: { phone: { is: "browser" as const, endpoint: `PJSIP/${person.sipLogin}` }, sip },
    };
  };
  return {
    async logIn(agent, { phone: kind, queues }) {
      const made = await phoneOf(agent, kind);
      if (!made.ok) return made;
      const command: AgentCommand = { do: "logIn", phone: made.value.phone, queues: queues as QueueId[] };
      const done = await ask(agent, command, `user/${agent}`);
      return done.ok ? { ok: true, value: { sip: made.value.sip } } : done;
    },
    async usePhone(agent, kind) {
      const made = await phoneOf(agent, kind);
      if (!made.ok) return made;
      const done = await ask(agent, { do: "usePhone", phone: made.value.phone }, `user/${agent}`);
      return done.ok ? { ok: true, value: { sip: made.value.sip } } : done;
    },
    async reattach(agent, call) {
      const state = board.agentState(agent as AgentId);
      if (!state?.phone) return { ok: false, code: "switchboard.error.no-agent" };
      const command: CallCommand = { do: "reattach", agent: agent as AgentId, endpoint: state.phone.endpoint };
      return resultOf(await board.callCommand(call as CallId, command, { origin: `user/${agent}` }));
    },
    async agent(agent, command, origin) {
      const done = await ask(agent, command, origin);
      if (done.ok && command.do === "logOut") {
        const person = profile(agent);
        // During a call the phone is still needed; it goes with the next log-in's fresh secret.
        if (person && board.agentState(agent as AgentId)?.state.is === "offline") await phones.remove(person.sipLogin);
      }
      return done;
    },
    async call(call, command, origin) {
      if (!board.callState(call as CallId)) {
        await board.system.activate(`call/${call}`);
        if (board.callState(call as CallId)?.phase.is === "new") return { ok: false, code: "call.error.unknown" };
      }
      return resultOf(await board.callCommand(call as CallId, command, { origin }));
    },
    holds(agent, call) {
      const state = board.agentState(agent as AgentId)?.state;
      return Promise.resolve(state !== undefined && "call" in state && state.call === call);
    },
    written(call) {
      const state = board.callState(call as CallId);
      return state && state.phase.is !== "new" ? { notes: state.notes, disposition: state.disposition } : null;
    },
    recording: (name) => options.recordings.open(name),
  };
}
