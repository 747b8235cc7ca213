/** Short messages at the edge of the page. Any island may say one; `islands/Toasts.tsx` shows them. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Toast {
  id: number;
  tone: "info" | "good" | "bad";
  text: string;
  action?: { label: string; run(): void };
}

const list = signal<Toast[]>([]);
let next = 1;

export const toasts: ReadonlySignal<Toast[]> = list;

/** Errors stay twice as long: they have to be read. */
export function toast(tone: Toast["tone"], text: string, action?: Toast["action"]): void {
  if (typeof document === "undefined") return;
  const id = next++;
  // The same sentence twice is one message.
  list.value = [...list.value.filter((one) => one.text !== text), { id, tone, text, action }].slice(-4);
  setTimeout(() => dismiss(id), tone === "bad" ? 10_000 : 5_000);
}

export function dismiss(id: number): void {
  list.value = list.value.filter((one) => one.id !== id);
}
