/** A place with nothing in it says why and offers one useful thing to do. */
import type { ComponentChildren } from "preact";
import type { LucideIcon } from "lucide-preact";

export function Empty(
  props: {
    icon: LucideIcon;
    title: string;
    children?: ComponentChildren;
    action?: ComponentChildren;
    level?: "h1" | "h2";
  },
) {
  const Icon = props.icon;
  const Title = props.level ?? "h2";
  return (
    <div class="empty">
      <Icon size={30} strokeWidth={1.5} aria-hidden="true" />
      <Title>{props.title}</Title>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}
