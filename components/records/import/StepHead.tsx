/** The head of a step takes the focus when the step is opened, so that keys and screen readers begin there. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

let shown = false;

export function StepHead(props: { title: string; children?: ComponentChildren; aside?: ComponentChildren }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The first step of a page that was just opened leaves the focus where the page begins.
    if (shown) head.current?.focus();
    shown = true;
  }, []);
  return (
    <header class="im-head">
      <div>
        <h2 ref={head} tabIndex={-1}>{props.title}</h2>
        {props.children && <p>{props.children}</p>}
      </div>
      {props.aside}
    </header>
  );
}
