/** Where rows stand on the screen. Browser only. */

/** px; rows are cards on phones. */
export function rowHeight(body: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(body).getPropertyValue("--rl-row")) || 37;
}

/** Scrolls as little as is needed, inside the grid or (on phones) the page. */
export function reveal(scroller: HTMLElement, body: HTMLElement, at: number): void {
  const row = rowHeight(body);
  const top = body.getBoundingClientRect().top + at * row;
  const inner = scroller.scrollHeight > scroller.clientHeight + 1 &&
    ["auto", "scroll"].includes(getComputedStyle(scroller).overflowY);
  const box = scroller.getBoundingClientRect();
  const head = inner ? row : 60;
  const above = (inner ? box.top : 0) + head;
  const below = inner ? box.bottom : innerHeight - 70;
  const by = top < above ? top - above : top + row > below ? top + row - below : 0;
  if (by === 0) return;
  if (inner) scroller.scrollTop += by;
  else scrollBy(0, by);
}
