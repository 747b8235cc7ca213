/**
 * The events we ask Asterisk for. Everything else (ChannelVarset and ChannelDialplan above all) would more than
 * double the traffic of a call, 54 events instead of 21, and nobody listens to it.
 */
import type { AriEventType } from "./generated/events.ts";

export const WANTED_EVENTS: readonly AriEventType[] = [
  // a channel's life
  "StasisStart",
  "StasisEnd",
  "ChannelStateChange",
  "ChannelHangupRequest",
  "ChannelDestroyed",
  "Dial",
  "ChannelDtmfReceived",
  "ChannelHold",
  "ChannelUnhold",
  "ChannelTalkingStarted",
  "ChannelTalkingFinished",
  "ChannelTransfer",
  // bridges
  "ChannelEnteredBridge",
  "ChannelLeftBridge",
  "BridgeDestroyed",
  "BridgeAttendedTransfer",
  "BridgeBlindTransfer",
  // sounds and recordings
  "PlaybackStarted",
  "PlaybackFinished",
  "RecordingStarted",
  "RecordingFinished",
  "RecordingFailed",
  // phones
  "ContactStatusChange",
  "PeerStatusChange",
  "EndpointStateChange",
  "DeviceStateChanged",
  // ourselves
  "ApplicationReplaced",
  "ApplicationMoveFailed",
  "ChannelUserevent",
];
