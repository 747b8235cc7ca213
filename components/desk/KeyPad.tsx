/** The key pad for menus on the other side. Digits can be typed too while it is open. */
import { useEffect, useState } from "preact/hooks";
import { isTyping } from "@/components/keys.ts";
import { useT } from "@/components/i18n.ts";

const TONES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function KeyPad(props: { send(tone: string): void }) {
  const t = useT();
  const [sent, setSent] = useState("");
  const press = (tone: string) => {
    props.send(tone);
    setSent((all) => (all + tone).slice(-24));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || !TONES.includes(event.key)) {
        return;
      }
      event.preventDefault();
      press(event.key);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div class="keypad" role="group" aria-label={t("softphone.keypad")}>
      <output aria-label={t("softphone.sent-tones")}>{sent}</output>
      {TONES.map((tone) => <button type="button" key={tone} onClick={() => press(tone)}>{tone}</button>)}
    </div>
  );
}
