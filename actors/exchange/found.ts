/** What Asterisk has, sorted by call: the pure half of reconciliation. */
import type { Bridge, Channel } from "@/telephony/ari/generated/models.ts";
import { callIdOf, isCallId, partOf } from "@/actors/call/call_id.ts";
import type { AgentId, CallCommand, CallId, ChannelId } from "@/actors/call/types.ts";

type Reconcile = Extract<CallCommand, { do: "reconcile" }>;

/** One call as Asterisk has it. */
export interface FoundCall {
  id: CallId;
  /** The caller's channel; null: only agent legs or a bridge are left. */
  caller: Channel | null;
  channels: Reconcile["channels"];
  bridged: ChannelId[];
  bridge: string | null;
  /** Bridges of this call besides `bridge`: nothing needs them. */
  spareBridges: string[];
}

export interface Sorted {
  calls: Map<CallId, FoundCall>;
  /** Channels in our application that are nobody's call (an agent dialled, or a stranger). */
  others: Channel[];
}

export function sortOut(
  channels: readonly Channel[],
  bridges: readonly Bridge[],
  ours: { app: string; asteriskId: string },
): Sorted {
  const calls = new Map<CallId, FoundCall>();
  const others: Channel[] = [];
  const callOf = (id: CallId): FoundCall => {
    let call = calls.get(id);
    if (!call) {
      calls.set(id, call = { id, caller: null, channels: [], bridged: [], bridge: null, spareBridges: [] });
    }
    return call;
  };
  // Oldest first: callers that the journal does not know get their place in the line in the order of their arrival.
  for (const channel of [...channels].sort((a, b) => Date.parse(a.creationtime) - Date.parse(b.creationtime))) {
    const up = channel.state === "Up";
    const leg = legOf(channel);
    if (leg) {
      callOf(leg.call).channels.push({ id: channel.id as ChannelId, up, agent: leg.agent });
    } else if (inboundOf(channel, ours.app) !== null) {
      const call = callOf(callIdOf(ours.asteriskId, channel.id, channel.creationtime));
      call.caller = channel;
      call.channels.push({ id: channel.id as ChannelId, up, agent: null });
    } else if (channel.dialplan.app_name === "Stasis" && channel.dialplan.app_data.startsWith(`${ours.app},`)) {
      others.push(channel);
    }
  }
  for (const bridge of bridges) {
    const part = partOf(bridge.id);
    if (part?.part !== "bridge") continue;
    const call = callOf(part.call);
    const here = call.channels.map(({ id }) => id).filter((id) => bridge.channels.includes(id));
    // The one with people in it counts; two of them cannot be, as a channel is in one bridge at most.
    if (call.bridge === null || here.length > call.bridged.length) {
      if (call.bridge !== null) call.spareBridges.push(call.bridge);
      call.bridge = bridge.id;
      call.bridged = here;
    } else call.spareBridges.push(bridge.id);
  }
  return { calls, others };
}

/** The call and agent of a leg that we placed, told by its own id and the variables we gave it. */
function legOf(channel: Channel): { call: CallId; agent: AgentId } | null {
  const part = partOf(channel.id);
  const variables = channel.channelvars ?? {};
  const call = part?.part === "leg" ? part.call : variables.CRM_ROLE === "agent" ? variables.CALL_ID : undefined;
  if (call === undefined || !isCallId(call)) return null;
  return { call, agent: (variables.CRM_AGENT || "unknown") as AgentId };
}

/** The dialled number of a caller's channel in our application; null when it is none. */
export function inboundOf(channel: Channel, app: string): string | null {
  const { app_name, app_data, exten } = channel.dialplan;
  if (app_name !== "Stasis") return null;
  const [ourApp, kind, did] = app_data.split(",");
  if (ourApp === app) return kind === "inbound" ? did ?? exten : null;
  // A PBX that does not show the application's arguments: the extension is what was dialled.
  return app_data === "" ? exten : null;
}
