/** Everything that calls an agent to a ringing phone, without ever taking the focus. */
import { useEffect } from "preact/hooks";
import { chosenDevices } from "@/components/phone/devices.ts";
import type { Ringer } from "@/components/phone/ringer.ts";
import { ringVolume } from "@/components/desk/DevicesDialog.tsx";
import { useT } from "@/components/i18n.ts";

/** Rings while `caller` is not null: tone, blinking title, and a notification when the page is hidden. */
export function useRing(ringer: Ringer, caller: { who: string; queue: string } | null, audible: boolean): void {
  const t = useT();
  const key = caller ? `${caller.who}|${caller.queue}` : "";
  useEffect(() => {
    if (!caller) return;
    const title = document.title;
    const alarm = `☎ ${caller.who}`;
    let on = false;
    const blink = setInterval(() => {
      on = !on;
      document.title = on ? alarm : title;
    }, 900);
    document.title = alarm;
    if (audible) ringer.start({ sink: chosenDevices().ringer, volume: ringVolume() });
    let note: Notification | null = null;
    if (document.hidden && typeof Notification !== "undefined" && Notification.permission === "granted") {
      note = new Notification(t("desk.ring.title", { who: caller.who }), {
        body: t("desk.ring.body", { queue: caller.queue }),
        tag: "kommutator-ring",
      });
      note.onclick = () => globalThis.focus();
    }
    return () => {
      clearInterval(blink);
      document.title = title;
      ringer.stop();
      note?.close();
    };
  }, [key, audible]);
}
