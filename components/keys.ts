/**
 * Keyboard shortcuts by `code`, so that they work in every layout. Single keys are ignored while something is being
 * typed or a dialog is open; combinations with Ctrl or Cmd are not.
 */

export interface Shortcut {
  /** `KeyH`, `Slash`; with `mod` Ctrl or Cmd must be held, with `alt` Alt, with `shift` Shift. */
  code: string;
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
  run(event: KeyboardEvent): void;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select'));
}

/** Listens until the returned function is called. */
export function listenForKeys(shortcuts: () => readonly Shortcut[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const mod = event.ctrlKey || event.metaKey;
    const plain = !mod && !event.altKey;
    if (plain && (isTyping(event.target) || document.querySelector("dialog[open]"))) return;
    for (const one of shortcuts()) {
      if (one.code !== event.code || !!one.mod !== mod || !!one.alt !== event.altKey) continue;
      if (!!one.shift !== event.shiftKey) continue;
      event.preventDefault();
      one.run(event);
      return;
    }
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
