/** The desk's single keys; with Alt they work while notes are being typed too. */
import { useEffect, useRef } from "preact/hooks";
import { listenForKeys, type Shortcut } from "@/components/keys.ts";
import type { Act } from "@/components/desk/act.ts";
import type { CallActions } from "@/components/desk/CallKeys.tsx";
import type { Session } from "@/components/phone/phone.ts";
import type { AgentRow, CallRow } from "@/web/live/protocol.ts";

export interface DeskState {
  me: AgentRow;
  call: CallRow | null;
  session: Session | null;
  actions: CallActions;
  act: Act;
}

export function useDeskKeys(state: DeskState): void {
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => listenForKeys(() => shortcutsOf(latest.current)), []);
}

/** Keys that mean something in this state; others stay free for the browser. */
function shortcutsOf({ me, call, session, actions, act }: DeskState): Shortcut[] {
  const keys: [string, () => void][] = [];
  if (call?.phase === "ringing" && session?.is === "ringing") {
    keys.push(["KeyA", actions.answer], ["KeyX", actions.reject]);
  }
  if (session?.is === "up") {
    keys.push(
      ["KeyM", () => actions.mute(!session.muted)],
      ["KeyH", () => actions.hold(!session.held)],
      ["KeyK", actions.pad],
    );
  }
  if (call?.phase === "talking") keys.push(["KeyE", actions.hangUp]);
  if (call?.phase === "wrap-up") keys.push(["KeyF", actions.finish], ["KeyT", actions.extend]);
  if (me.state === "paused") keys.push(["KeyR", () => void act("/api/agent/ready")]);
  if (me.state !== "offline") {
    keys.push(["KeyP", () => document.getElementById("pause-menu")?.togglePopover()]);
  }
  return keys.flatMap(([code, run]) => [{ code, run }, { code, alt: true, run }]);
}
