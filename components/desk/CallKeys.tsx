/** The keys of a call, each with its letter. A desk phone has only what the server can do for it. */
import { Check, Grip, Mic, MicOff, Pause, Phone as PhoneIcon, PhoneOff, Play, Plus } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { Session } from "@/components/phone/phone.ts";
import type { CallRow } from "@/web/live/protocol.ts";
import { useT } from "@/components/i18n.ts";

export interface CallActions {
  answer(): void;
  reject(): void;
  hangUp(): void;
  hold(on: boolean): void;
  mute(on: boolean): void;
  pad(): void;
  finish(): void;
  extend(): void;
}

export function CallKeys(
  props: { call: CallRow; session: Session | null; padOpen: boolean; browserPhone: boolean; actions: CallActions },
) {
  const t = useT();
  const { call, session, actions } = props;
  if (call.phase === "wrap-up") {
    return (
      <div class="call-keys">
        <Key kind="answer" letter="F" onClick={actions.finish} icon={<Check size={17} />}>
          {t("desk.wrap-up.finish")}
        </Key>
        <Key letter="T" onClick={actions.extend} icon={<Plus size={17} />}>{t("desk.wrap-up.extend")}</Key>
      </div>
    );
  }
  if (call.phase === "ringing") {
    if (!props.browserPhone) return <p class="call-keys quiet">{t("desk.call.pick-up-desk")}</p>;
    return (
      <div class="call-keys">
        <Key
          kind="answer"
          letter="A"
          onClick={actions.answer}
          disabled={session?.is !== "ringing"}
          icon={<PhoneIcon size={18} />}
        >
          {t(session?.is === "connecting" ? "softphone.connecting" : "softphone.answer")}
        </Key>
        <Key letter="X" onClick={actions.reject} disabled={session?.is !== "ringing"} icon={<PhoneOff size={17} />}>
          {t("softphone.reject")}
        </Key>
      </div>
    );
  }
  const here = session?.is === "up";
  return (
    <div class="call-keys">
      {props.browserPhone && (
        <>
          <Key
            letter="M"
            pressed={session?.muted ?? false}
            disabled={!here}
            onClick={() => actions.mute(!session?.muted)}
            icon={session?.muted ? <MicOff size={17} /> : <Mic size={17} />}
          >
            {t(session?.muted ? "softphone.unmute" : "softphone.mute")}
          </Key>
          <Key
            letter="H"
            pressed={session?.held ?? call.held}
            disabled={!here || session?.holding}
            onClick={() => actions.hold(!session?.held)}
            icon={session?.held ? <Play size={17} /> : <Pause size={17} />}
          >
            {t(session?.held ? "softphone.resume" : "softphone.hold")}
          </Key>
          <Key letter="K" pressed={props.padOpen} disabled={!here} onClick={actions.pad} icon={<Grip size={17} />}>
            {t("softphone.keypad")}
          </Key>
        </>
      )}
      <Key kind="hang-up" letter="E" onClick={actions.hangUp} icon={<PhoneOff size={17} />}>
        {t("softphone.hang-up")}
      </Key>
    </div>
  );
}

function Key(
  props: {
    letter: string;
    icon: ComponentChildren;
    children: ComponentChildren;
    onClick(): void;
    kind?: string;
    disabled?: boolean;
    pressed?: boolean;
  },
) {
  return (
    <button
      type="button"
      class={`call-key ${props.kind ?? ""}`}
      disabled={props.disabled}
      aria-pressed={props.pressed}
      aria-keyshortcuts={`${props.letter} Alt+${props.letter}`}
      onClick={props.onClick}
    >
      <span>
        {props.icon}
        <kbd aria-hidden="true">{props.letter}</kbd>
      </span>
      {props.children}
    </button>
  );
}
