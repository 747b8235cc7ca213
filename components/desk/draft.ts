/**
 * Text that a person is writing: kept in the browser at once, saved to the server when typing pauses, and never
 * overwritten by what others or live updates say while it is unsaved.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { isText, keep, kept } from "@/components/kept.ts";

export type SaveState = "clean" | "dirty" | "saving" | "saved" | "failed";
const PAUSE_MS = 700;
const RETRY_MS = 5_000;

export interface Draft {
  text: string;
  state: SaveState;
  type(text: string): void;
  /** Saves now, for example on blur. */
  flush(): void;
}

/** `key` names the text (another key is another text); `known` is what the server has; `save` answers whether it took it. */
export function useDraft(key: string, known: string, save: (text: string) => Promise<boolean>): Draft {
  const [text, setText] = useState(known);
  const [state, setState] = useState<SaveState>("clean");
  const run = useRef({
    key,
    text: known,
    dirty: false,
    busy: false,
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
    save,
  });
  run.current.save = save;

  const push = async () => {
    const mine = run.current;
    clearTimeout(mine.timer);
    if (!mine.dirty || mine.busy) return;
    const sent = mine.text;
    const sentKey = mine.key;
    mine.busy = true;
    setState("saving");
    const taken = await mine.save(sent).catch(() => false);
    mine.busy = false;
    if (mine.key !== sentKey) return;
    if (!taken) {
      setState("failed");
      mine.timer = setTimeout(push, RETRY_MS);
    } else if (mine.text === sent) {
      mine.dirty = false;
      keep(`draft.${sentKey}`, null);
      setState("saved");
    } else void push();
  };

  useEffect(() => {
    // Another record: take its unsaved draft from this browser, or what the server has.
    const mine = run.current;
    clearTimeout(mine.timer);
    const left = kept(`draft.${key}`, "", isText);
    Object.assign(mine, { key, text: left || known, dirty: left !== "" && left !== known, busy: false });
    setText(mine.text);
    setState(mine.dirty ? "dirty" : "clean");
    if (mine.dirty) mine.timer = setTimeout(push, PAUSE_MS);
    return () => void push();
  }, [key]);

  useEffect(() => {
    const mine = run.current;
    if (mine.dirty || mine.busy || mine.text === known) return;
    mine.text = known;
    setText(known);
  }, [known]);

  return {
    text,
    state,
    type(next) {
      const mine = run.current;
      mine.text = next;
      mine.dirty = true;
      keep(`draft.${key}`, next);
      setText(next);
      setState("dirty");
      clearTimeout(mine.timer);
      mine.timer = setTimeout(push, PAUSE_MS);
    },
    flush: () => void push(),
  };
}
