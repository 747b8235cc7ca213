import { initials } from "@/components/time/format.ts";

/** Two letters in a circle; decoration next to the name. */
export function Avatar(props: { name: string; size?: "small" | "large" }) {
  return <span class={`avatar ${props.size ?? ""}`} aria-hidden="true">{initials(props.name)}</span>;
}
