/**
 * What the page knows of the person's notices; shared by the bell, the pop-ups and the list. Pop-ups stay from page to
 * page of a tab until something is done with them.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { News, ShownNotice } from "@/crm/notices/mod.ts";

/** More are not counted. */
export const MOST_SHOWN = 99;
/** Pop-ups at once; what comes beyond is only counted. */
const MOST_POPPED = 3;
/** Told ones that a tab remembers, so that none pops up twice. */
const REMEMBERED = 50;
const PLACE = "kommutator.notices";

interface Kept {
  user: string;
  stack: readonly ShownNotice[];
  seen: readonly string[];
}

const count = signal(0);
const stack = signal<readonly ShownNotice[]>([]);
const beyond = signal(0);
const turn = signal(0);
let kept: Kept = { user: "", stack: [], seen: [] };

export const unread: ReadonlySignal<number> = count;
export const popped: ReadonlySignal<readonly ShownNotice[]> = stack;
/** How many came that have no pop-up. */
export const unshown: ReadonlySignal<number> = beyond;
/** Changes whenever notices changed: lists look anew. */
export const changes: ReadonlySignal<number> = turn;

/** Pop-ups that stood on the tab's last page; the first look at the news takes away what was read meanwhile. */
export function restore(user: string): void {
  kept = { user, stack: [], seen: [] };
  try {
    const held = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Kept | null;
    if (held?.user === user) kept = held;
  } catch {
    // A forbidden storage costs only the comfort.
  }
  stack.value = kept.stack;
}

/** Answers the news that this tab had not yet. */
export function take(news: News): ShownNotice[] {
  count.value = news.unread;
  turn.value++;
  for (const id of news.gone) unpop(id);
  const fresh = news.rows.filter((one) => !kept.seen.includes(markOf(one)));
  if (fresh.length === 0) return [];
  const ids = fresh.map(({ id }) => id);
  const all = [...stack.value.filter(({ id }) => !ids.includes(id)), ...fresh];
  stack.value = all.slice(-MOST_POPPED);
  beyond.value += all.length - stack.value.length;
  remember([...kept.seen, ...fresh.map(markOf)]);
  return fresh;
}

/** Takes a pop-up away; all of them without an id. */
export function unpop(id?: string): void {
  stack.value = id === undefined ? [] : stack.value.filter((one) => one.id !== id);
  if (stack.value.length === 0) beyond.value = 0;
  remember(kept.seen);
}

/** One that was put off comes again as another. */
const markOf = ({ id, toldAt }: ShownNotice) => `${id} ${toldAt}`;

function remember(seen: readonly string[]): void {
  kept = { ...kept, stack: stack.value, seen: seen.slice(-REMEMBERED) };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(kept));
  } catch {
    // As above.
  }
}
