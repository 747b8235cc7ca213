/** A button with what it opens beneath it: a native popover, anchored where browsers can. */
import type { ComponentChildren, RefObject } from "preact";
import { useId, useRef, useState } from "preact/hooks";

export interface PopoverProps {
  label: ComponentChildren;
  class?: string;
  /** Of the panel. */
  panel?: string;
  title?: string;
  /** Accessible name of the button when its label does not say enough. */
  name?: string;
  disabled?: boolean;
  trigger?: RefObject<HTMLButtonElement>;
  /** Drawn only while it is open. */
  children(close: () => void): ComponentChildren;
}

export function Popover(props: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const anchor = `--rl-${id.replace(/\W/g, "")}`;
  return (
    <>
      <button
        type="button"
        ref={props.trigger}
        class={props.class ?? "btn"}
        title={props.title}
        aria-label={props.name}
        aria-expanded={open}
        aria-haspopup="dialog"
        disabled={props.disabled}
        popovertarget={id}
        style={`anchor-name: ${anchor}`}
      >
        {props.label}
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        role="dialog"
        aria-label={props.name ?? props.title}
        class={`menu anchored ${props.panel ?? ""}`}
        style={`position-anchor: ${anchor}`}
        onToggle={(event) => {
          const now = (event as unknown as { newState: string }).newState === "open";
          setOpen(now);
          if (now) {
            requestAnimationFrame(() =>
              panel.current?.querySelector<HTMLElement>("[data-first], input, select, button, a")?.focus()
            );
          }
        }}
      >
        {open && props.children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
