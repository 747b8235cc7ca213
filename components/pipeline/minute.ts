/** The server's time, told once a minute: ages of cards do not tick. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { serverNow } from "@/components/time/now.ts";

let timer: ReturnType<typeof setInterval> | null = null;

const ticking = signal(serverNow(), {
  watched() {
    if (typeof document === "undefined") return;
    ticking.value = serverNow();
    timer = setInterval(() => ticking.value = serverNow(), 60_000);
  },
  unwatched() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  },
});

export const minuteNow: ReadonlySignal<number> = ticking;
