/** Operations on bridges, playbacks and recordings (Asterisk's `bridges.json`, `playbacks.json`, `recordings.json`). */
import { AriFault, showBridge, showPlayback, showRecording, type SimBridge } from "../model.ts";
import type { Pbx } from "../pbx.ts";
import { type AriRequest, DONE, list, needed, type Operation, operation, param } from "./request.ts";

export function bridgeOperations(pbx: Pbx): Operation[] {
  const create = (request: AriRequest, id?: string) => ({
    status: 200,
    body: showBridge(pbx.createBridge(id, param(request, "type") ?? "mixing", param(request, "name") ?? "")),
  });
  return [
    operation("GET bridges", () => ({ status: 200, body: [...pbx.bridges.values()].map(showBridge) })),
    operation("POST bridges", (request) => create(request, param(request, "bridgeId"))),
    operation("POST bridges/{id}", (request, { id }) => create(request, id)),
    operation("GET bridges/{id}", (_, { id }) => ({ status: 200, body: showBridge(pbx.bridge(id)) })),
    operation("DELETE bridges/{id}", (_, { id }) => (pbx.destroyBridge(pbx.bridge(id)), DONE)),
    operation("POST bridges/{id}/addChannel", (request, { id }) => {
      const bridge = pbx.bridge(id);
      const channels = list(request, "channel").map((channel) => {
        const found = pbx.channels.get(channel);
        if (!found) throw new AriFault(400, "Channel not found");
        if (!found.app) throw new AriFault(422, "Channel not in Stasis application");
        return found;
      });
      for (const channel of channels) pbx.enter(bridge, channel);
      return DONE;
    }),
    operation("POST bridges/{id}/removeChannel", (request, { id }) => {
      const bridge = pbx.bridge(id);
      for (const name of list(request, "channel")) {
        const channel = pbx.channels.get(name);
        if (!channel) throw new AriFault(400, "Channel not found");
        if (channel.bridge !== bridge.id) throw new AriFault(422, "Channel not in this bridge");
        pbx.leave(channel);
      }
      return DONE;
    }),
    operation("POST bridges/{id}/moh", (_, { id }) => (pbx.bridge(id), DONE)),
    operation("DELETE bridges/{id}/moh", (_, { id }) => (pbx.bridge(id), DONE)),
    operation("POST bridges/{id}/play", (request, { id }) => {
      const bridge = pbx.bridge(id);
      const playback = pbx.play(
        { kind: "bridge", id, app: appOf(pbx, bridge), language: param(request, "lang") ?? "en" },
        list(request, "media"),
        param(request, "playbackId"),
      );
      return { status: 201, body: showPlayback(playback) };
    }),
    operation("POST bridges/{id}/record", (request, { id }) => {
      const bridge = pbx.bridge(id);
      const recording = pbx.record({ kind: "bridge", id, app: appOf(pbx, bridge) }, needed(request, "name"), {
        format: needed(request, "format"),
        overwrite: param(request, "ifExists") === "overwrite",
      });
      return { status: 201, body: showRecording(recording) };
    }),
    operation("GET playbacks/{id}", (_, { id }) => ({ status: 200, body: showPlayback(playbackOf(pbx, id)) })),
    operation("DELETE playbacks/{id}", (_, { id }) => (playbackOf(pbx, id), pbx.stopPlayback(id), DONE)),
    operation("POST playbacks/{id}/control", (_, { id }) => (playbackOf(pbx, id), DONE)),
    operation("GET recordings/live/{name}", (_, { name }) => ({ status: 200, body: showRecording(live(pbx, name)) })),
    operation("DELETE recordings/live/{name}", (_, { name }) => {
      live(pbx, name);
      pbx.stopRecording(name);
      pbx.recordings.delete(name);
      return DONE;
    }),
    operation("POST recordings/live/{name}/stop", (_, { name }) => (live(pbx, name), pbx.stopRecording(name), DONE)),
    operation("GET recordings/stored", () => ({
      status: 200,
      body: [...pbx.recordings.values()].filter((r) => r.state === "done").map(({ name, format }) => ({
        name,
        format,
      })),
    })),
    operation("GET recordings/stored/{name}", (_, { name }) => ({ status: 200, body: stored(pbx, name) })),
    operation("DELETE recordings/stored/{name}", (_, { name }) => {
      stored(pbx, name);
      pbx.recordings.delete(name);
      return DONE;
    }),
  ];
}

function playbackOf(pbx: Pbx, id: string) {
  const playback = pbx.playbacks.get(id);
  if (!playback) throw new AriFault(404, "Playback not found");
  return playback;
}

function live(pbx: Pbx, name: string) {
  const recording = pbx.recordings.get(name);
  if (!recording || recording.state === "done") throw new AriFault(404, "Recording not found");
  return recording;
}

function stored(pbx: Pbx, name: string): { name: string; format: string } {
  const recording = pbx.recordings.get(name);
  if (!recording || recording.state !== "done") throw new AriFault(404, "Recording not found");
  return { name: recording.name, format: recording.format };
}

function appOf(pbx: Pbx, bridge: SimBridge): string {
  for (const id of bridge.channels) {
    const app = pbx.channels.get(id)?.app;
    if (app) return app;
  }
  throw new AriFault(409, "Bridge not in Stasis application");
}
