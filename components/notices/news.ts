/** What the page knows of the person's notices; shared by the bell, the pop-ups and the list. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { News, ShownNotice } from "@/crm/notices/mod.ts";

/** More are not counted. */
export const MOST_SHOWN = 99;
/** Pop-ups at once; what comes beyond is only counted. */
const MOST_POPPED = 3;

const count = signal(0);
const stack = signal<readonly ShownNotice[]>([]);
const beyond = signal(0);
const turn = signal(0);

export const unread: ReadonlySignal<number> = count;
export const popped: ReadonlySignal<readonly ShownNotice[]> = stack;
/** How many came that have no pop-up. */
export const unshown: ReadonlySignal<number> = beyond;
/** Changes whenever notices changed: lists look anew. */
export const changes: ReadonlySignal<number> = turn;

export function take(news: News): void {
  count.value = news.unread;
  turn.value++;
  for (const id of news.gone) unpop(id);
  if (news.rows.length === 0) return;
  const fresh = news.rows.map(({ id }) => id);
  const all = [...stack.value.filter(({ id }) => !fresh.includes(id)), ...news.rows];
  stack.value = all.slice(-MOST_POPPED);
  beyond.value += all.length - stack.value.length;
}

/** Takes a pop-up away; all of them without an id. */
export function unpop(id?: string): void {
  stack.value = id === undefined ? [] : stack.value.filter((one) => one.id !== id);
  if (stack.value.length === 0) beyond.value = 0;
}
