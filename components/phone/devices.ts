/** Microphones and speakers: which there are, which were chosen, and what to do when a chosen one is pulled out. */
import { isRecordOfText, keep, kept } from "@/components/kept.ts";

export type Role = "microphone" | "speaker" | "ringer";
export type Choice = Partial<Record<Role, string>>;

export interface Devices {
  inputs: { id: string; label: string }[];
  outputs: { id: string; label: string }[];
  /** Whether this browser can choose where sound goes. */
  outputsCanBeChosen: boolean;
}

export function chosenDevices(): Choice {
  return kept("devices", {}, isRecordOfText);
}

export function chooseDevice(role: Role, id: string): Choice {
  const next = { ...chosenDevices(), [role]: id };
  keep("devices", next);
  return next;
}

/** Devices as the browser lists them; labels are empty until the microphone was allowed. */
export async function listDevices(): Promise<Devices> {
  const media = globalThis.navigator?.mediaDevices;
  const all = media?.enumerateDevices ? await media.enumerateDevices() : [];
  const of = (kind: MediaDeviceKind) =>
    all.filter((device) => device.kind === kind && device.deviceId !== "communications")
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return {
    inputs: of("audioinput"),
    outputs: of("audiooutput"),
    outputsCanBeChosen: typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype,
  };
}

/** What to ask the browser for. `ideal`, not `exact`: a headset that was unplugged must not make the call fail. */
export function microphoneConstraints(choice: Choice): MediaStreamConstraints {
  return {
    audio: {
      ...(choice.microphone ? { deviceId: { ideal: choice.microphone } } : {}),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: false,
  };
}

export async function playOn(element: HTMLAudioElement, sink: string | undefined): Promise<void> {
  if (!sink || !("setSinkId" in element)) return;
  await (element as HTMLAudioElement & { setSinkId(id: string): Promise<void> }).setSinkId(sink).catch(() => {});
}
