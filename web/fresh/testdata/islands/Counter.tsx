import type { Signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";

export default function Counter({ id, count, since }: { id: string; count: Signal<number>; since: Date }) {
  return (
    <div id={id} class="counter" data-since={since.toISOString()}>
      <output>{count}</output>
      <button type="button" disabled={!IS_BROWSER} onClick={() => count.value++}>+</button>
    </div>
  );
}
