/** Operations on channels (Asterisk's `channels.json`), those that a contact centre uses. */
import { AriFault, type Party, REASONS, showPlayback, showRecording, type SimChannel } from "../model.ts";
import type { Pbx } from "../pbx.ts";
import { type AriRequest, DONE, list, needed, type Operation, operation, param } from "./request.ts";

/** The telephones that can be called: by endpoint resource (`PJSIP/<resource>`); undefined: nobody is there. */
export type Phones = (resource: string) => Party | undefined;

export function channelOperations(
  pbx: Pbx,
  options: { phones: Phones; later: (ms: number, fire: () => void) => void },
): Operation[] {
  const show = (channel: SimChannel) => ({ status: 200, body: pbx.show(channel) });
  const originate = (request: AriRequest, id?: string) => {
    const channel = create(pbx, options.phones, request, id);
    const app = param(request, "app");
    if (!app) throw new AriFault(400, "Application must be specified");
    ring(
      pbx,
      channel,
      { app, args: list(request, "appArgs"), timeoutS: Number(param(request, "timeout") ?? 30) },
      options.later,
    );
    return show(channel);
  };
  return [
    operation("GET channels", () => ({ status: 200, body: [...pbx.channels.values()].map((c) => pbx.show(c)) })),
    operation("POST channels", (request) => originate(request, param(request, "channelId"))),
    operation("POST channels/create", (request) => {
      const channel = create(pbx, options.phones, request, param(request, "channelId"));
      pbx.enterStasis(channel, needed(request, "app"), list(request, "appArgs"));
      return show(channel);
    }),
    operation("GET channels/{id}", (_, { id }) => show(pbx.channel(id))),
    operation("POST channels/{id}", (request, { id }) => originate(request, id)),
    operation("DELETE channels/{id}", (request, { id }) => {
      const channel = pbx.channel(id);
      const code = Number(param(request, "reason_code") ?? NaN);
      const cause = Number.isFinite(code) ? code : REASONS[param(request, "reason") ?? "normal"];
      if (cause === undefined) throw new AriFault(400, "Invalid reason for hangup provided");
      pbx.hangUp(channel, cause);
      return DONE;
    }),
    operation("POST channels/{id}/dial", (request, { id }) => {
      const channel = pbx.stasisChannel(id);
      if (channel.state === "Up") throw new AriFault(409, "Channel is already up");
      ring(
        pbx,
        channel,
        { app: channel.app!, args: null, timeoutS: Number(param(request, "timeout") ?? 30) },
        options.later,
      );
      return DONE;
    }),
    operation("POST channels/{id}/answer", (_, { id }) => {
      pbx.setState(pbx.stasisChannel(id), "Up");
      return DONE;
    }),
    operation("POST channels/{id}/ring", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("DELETE channels/{id}/ring", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("POST channels/{id}/moh", (_, { id }) => (pbx.stasisChannel(id).music = true, DONE)),
    operation("DELETE channels/{id}/moh", (_, { id }) => (pbx.stasisChannel(id).music = false, DONE)),
    operation("POST channels/{id}/silence", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("DELETE channels/{id}/silence", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("POST channels/{id}/hold", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("DELETE channels/{id}/hold", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("POST channels/{id}/mute", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("DELETE channels/{id}/mute", (_, { id }) => (pbx.stasisChannel(id), DONE)),
    operation("POST channels/{id}/dtmf", (request, { id }) => (needed(request, "dtmf"), pbx.stasisChannel(id), DONE)),
    operation("POST channels/{id}/play", (request, { id }) => play(pbx, request, { id })),
    operation(
      "POST channels/{id}/play/{playback}",
      (request, { id, playback }) => play(pbx, request, { id, playback }),
    ),
    operation("POST channels/{id}/record", (request, { id }) => {
      const channel = pbx.stasisChannel(id);
      const target = { kind: "channel" as const, id, app: channel.app! };
      const recording = pbx.record(target, needed(request, "name"), {
        format: needed(request, "format"),
        overwrite: param(request, "ifExists") === "overwrite",
      });
      return { status: 201, body: showRecording(recording) };
    }),
    operation("GET channels/{id}/variable", (request, { id }) => {
      const value = pbx.channel(id).variables.get(needed(request, "variable"));
      if (value === undefined) throw new AriFault(404, "Provided variable was not found");
      return { status: 200, body: { value } };
    }),
    operation("POST channels/{id}/variable", (request, { id }) => {
      pbx.channel(id).variables.set(needed(request, "variable"), param(request, "value") ?? "");
      return DONE;
    }),
    operation("POST channels/{id}/continue", (_, { id }) => {
      // The virtual dialplan has one thing after Stasis: it hangs up.
      pbx.hangUp(pbx.stasisChannel(id), 16);
      return DONE;
    }),
  ];
}

function create(pbx: Pbx, phones: Phones, request: AriRequest, id?: string): SimChannel {
  const endpoint = needed(request, "endpoint");
  const resource = endpoint.split("/")[1] ?? "";
  const party = phones(resource);
  // Asterisk answers so when PJSIP has no contact to send the INVITE to.
  if (!party) throw new AriFault(500, "Allocation failed");
  const variables = request.body.variables ?? {};
  const callerId = param(request, "callerId") ?? "";
  const named = callerId.match(/^"?([^"<]*?)"?\s*<([^>]*)>$/);
  return pbx.create({
    id,
    resource,
    state: "Down",
    party,
    caller: { name: "", number: resource },
    connected: named ? { name: named[1], number: named[2] } : { name: "", number: callerId },
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
  });
}

/** Rings the far end; when it takes the call an originated channel (`args` not null) enters the application. */
function ring(
  pbx: Pbx,
  channel: SimChannel,
  dial: { app: string; args: string[] | null; timeoutS: number },
  later: (ms: number, fire: () => void) => void,
): void {
  channel.listener = dial.app;
  const party = channel.party;
  channel.party = {
    ...bound(party),
    up: (answered) => {
      if (dial.args && !answered.app) pbx.enterStasis(answered, dial.app, dial.args);
      party.up?.(answered);
    },
  };
  later(0, () => {
    if (!pbx.channels.has(channel.id)) return;
    party.ring?.(channel);
  });
  later(dial.timeoutS * 1000, () => {
    if (pbx.channels.get(channel.id) === channel && channel.state !== "Up") pbx.hangUp(channel, 19);
  });
}

function bound(party: Party): Party {
  return {
    ring: party.ring?.bind(party),
    up: party.up?.bind(party),
    bridged: party.bridged?.bind(party),
    gone: party.gone?.bind(party),
  };
}

function play(pbx: Pbx, request: AriRequest, target: { id: string; playback?: string }) {
  const channel = pbx.stasisChannel(target.id);
  const playback = pbx.play(
    { kind: "channel", id: target.id, app: channel.app!, language: param(request, "lang") ?? channel.language },
    list(request, "media"),
    target.playback ?? param(request, "playbackId"),
  );
  return { status: 201, body: showPlayback(playback) };
}
