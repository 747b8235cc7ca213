/** Which microphone, speaker and ringer; with a test of each. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  chooseDevice,
  type Devices,
  listDevices,
  microphoneConstraints,
  type Role,
} from "@/components/phone/devices.ts";
import { chosenDevices } from "@/components/phone/devices.ts";
import { watchLevel } from "@/components/phone/meter.ts";
import type { Phone } from "@/components/phone/phone.ts";
import { keep, kept } from "@/components/kept.ts";
import { SelectField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

const isVolume = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;
export const ringVolume = (): number => kept("ring-volume", 0.7, isVolume);

export function DevicesDialog(props: { dialog: RefObject<HTMLDialogElement>; phone: Phone; ringTest(): void }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [devices, setDevices] = useState<Devices | null>(null);
  const [choice, setChoice] = useState(chosenDevices);
  const [level, setLevel] = useState(0);
  const [volume, setVolume] = useState(ringVolume);

  useEffect(() => {
    if (!open) return;
    const refresh = () => void listDevices().then(setDevices);
    refresh();
    navigator.mediaDevices?.addEventListener("devicechange", refresh);
    let stop = () => {};
    let closed = false;
    // Hearing oneself in the meter is the test of the microphone; it also makes the browser tell the names.
    void navigator.mediaDevices?.getUserMedia(microphoneConstraints(choice)).then((stream) => {
      const end = () => stream.getTracks().forEach((track) => track.stop());
      if (closed) return end();
      const unwatch = watchLevel(stream, setLevel);
      stop = () => (unwatch(), end());
      refresh();
    }).catch(() => {});
    return () => {
      closed = true;
      stop();
      navigator.mediaDevices?.removeEventListener("devicechange", refresh);
    };
  }, [open, choice.microphone]);

  useEffect(() => {
    const element = props.dialog.current;
    const onToggle = () => setOpen(element?.open ?? false);
    const watcher = new MutationObserver(onToggle);
    if (element) watcher.observe(element, { attributes: true, attributeFilter: ["open"] });
    return () => watcher.disconnect();
  }, []);

  const choose = (role: Role, id: string) => {
    const next = chooseDevice(role, id);
    setChoice(next);
    void props.phone.useDevices(next);
  };
  const options = (list: Devices["inputs"]) => [
    { value: "", label: t("softphone.device.default") },
    ...list.filter((one) => one.id && one.id !== "default").map((one, i) => ({
      value: one.id,
      label: one.label || t("softphone.device.unnamed", { number: i + 1 }),
    })),
  ];
  return (
    <dialog ref={props.dialog} aria-labelledby="devices-title" closedby="any">
      <header>
        <h2 id="devices-title">{t("softphone.devices")}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("shell.close")}
          onClick={() => props.dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <SelectField
          id="device-microphone"
          label={t("softphone.device.microphone")}
          value={choice.microphone ?? ""}
          options={options(devices?.inputs ?? [])}
          onChange={(id) => choose("microphone", id)}
        />
        <meter class="level" min={0} max={1} high={0.92} value={level} aria-label={t("softphone.level")} />
        <SelectField
          id="device-speaker"
          label={t("softphone.device.speaker")}
          hint={devices && !devices.outputsCanBeChosen ? t("softphone.device.no-outputs") : undefined}
          disabled={!devices?.outputsCanBeChosen}
          value={choice.speaker ?? ""}
          options={options(devices?.outputs ?? [])}
          onChange={(id) => choose("speaker", id)}
        />
        <SelectField
          id="device-ringer"
          label={t("softphone.device.ringer")}
          disabled={!devices?.outputsCanBeChosen}
          value={choice.ringer ?? ""}
          options={options(devices?.outputs ?? [])}
          onChange={(id) => choose("ringer", id)}
        />
        <div class="field">
          <label for="ring-volume">{t("softphone.ring-volume")}</label>
          <div class="row">
            <input
              id="ring-volume"
              class="grow"
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={volume}
              onInput={(event) => {
                setVolume(Number(event.currentTarget.value));
                keep("ring-volume", Number(event.currentTarget.value));
              }}
            />
            <button type="button" class="btn small" onClick={props.ringTest}>{t("softphone.ring-test")}</button>
          </div>
        </div>
      </div>
    </dialog>
  );
}
