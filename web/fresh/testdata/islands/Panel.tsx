import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import Counter from "./Counter.tsx";

export default function Panel(
  { open, title, children }: { open: boolean; title: ComponentChildren; children: ComponentChildren },
) {
  const shown = useSignal(open);
  const inner = useSignal(100);
  return (
    <section>
      <h2>{title}</h2>
      <button type="button" class="toggle" onClick={() => shown.value = !shown.value}>~</button>
      {shown.value && <div class="content">{children}</div>}
      <Counter id="inner" count={inner} since={new Date(5)} />
    </section>
  );
}

export function Twice({ text }: { text: string }) {
  return <pre>{text}{text}</pre>;
}
