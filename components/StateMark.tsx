/** An agent's or call's state as a shape with a sign in it, so that colour is never the only carrier. */
import { Bell, Check, Circle, Coffee, type LucideIcon, Pause, PencilLine, Phone as PhoneIcon } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

export type ShownState = "offline" | "ready" | "paused" | "ringing" | "talking" | "hold" | "wrap-up";

const SIGNS: Record<ShownState, LucideIcon> = {
  offline: Circle,
  ready: Check,
  paused: Coffee,
  ringing: Bell,
  talking: PhoneIcon,
  hold: Pause,
  "wrap-up": PencilLine,
};

export function StateMark(props: { state: ShownState; large?: boolean }) {
  const Sign = SIGNS[props.state] ?? Circle;
  return (
    <span class={`state-mark${props.large ? " large" : ""}`} data-state={props.state} aria-hidden="true">
      <Sign size={props.large ? 19 : 11} strokeWidth={2.6} />
    </span>
  );
}

/** Mark and word. `note` (a pause's reason) replaces the word. */
export function StateLine(props: { state: ShownState; note?: string | null }) {
  const t = useT();
  return (
    <span class="state-line" data-state={props.state}>
      <StateMark state={props.state} />
      <span class="clip">{props.note || t(`shell.state.${props.state}`)}</span>
    </span>
  );
}
