/** Time since (or until) a moment, ticking with the page's one clock. */
import { now } from "@/components/time/now.ts";
import { clock } from "@/components/time/format.ts";

export function Timer(props: { since?: number; until?: number; class?: string }) {
  const ms = props.until !== undefined ? props.until - now.value : now.value - (props.since ?? now.value);
  return <span class={props.class} role="timer" aria-live="off">{clock(ms)}</span>;
}
