/** Which rows are chosen: some, or all of the list, loaded or not. Pure. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Everything that the list has, also what is not loaded. */
  all: boolean;
  /** Where a range begins. */
  anchor: string | null;
}

export const NONE: Selection = { ids: new Set(), all: false, anchor: null };

export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}

/** A click on a row's box. `order` is the loaded rows' order: from all of the list one falls back to what is loaded. */
export function toggle(selection: Selection, id: string, order: readonly string[]): Selection {
  const ids = new Set(selection.all ? order : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false, anchor: id };
}

/** Shift and a click: everything between the last row that was chosen and this one joins. */
export function extend(selection: Selection, id: string, order: readonly string[]): Selection {
  const [from, to] = [order.indexOf(selection.anchor ?? ""), order.indexOf(id)];
  if (from < 0 || to < 0) return toggle(selection, id, order);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...(selection.all ? order : selection.ids), ...range]), all: false, anchor: selection.anchor };
}

/** The box in the head: all loaded rows, or none. */
export function toggleLoaded(selection: Selection, order: readonly string[]): Selection {
  const full = selection.all || (order.length > 0 && order.every((id) => selection.ids.has(id)));
  return full ? NONE : { ids: new Set(order), all: false, anchor: null };
}

export function chooseAll(): Selection {
  return { ids: new Set(), all: true, anchor: null };
}

/** Rows that are no longer there cannot be chosen. */
export function without(selection: Selection, gone: ReadonlySet<string>): Selection {
  if (![...selection.ids].some((id) => gone.has(id))) return selection;
  return { ...selection, ids: new Set([...selection.ids].filter((id) => !gone.has(id))) };
}
