/**
 * One import in its page: edits are shown at once and saved in order when typing pauses; while the server works, what
 * it says is fetched every second. An answer never takes back an edit that came after it was asked.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { SaveState } from "@/components/desk/draft.ts";
import { isBusy } from "@/components/records/import/words.ts";
import type {
  Failure,
  ImportDetail,
  ImportLine,
  ImportMapping,
  ImportOptions,
  UnknownValue,
} from "@/components/records/import/types.ts";

const PAUSE_MS = 500;
const RETRY_MS = 4_000;
const LOOK_MS = 1_000;
const OFFLINE_LOOK_MS = 2_500;
/** Reading a large file anew takes its time. */
const PATIENCE_MS = 60_000;

export type Verb = "check" | "run" | "pause" | "resume" | "cancel" | "undo";
export interface Edit {
  mapping?: ImportMapping;
  options?: Partial<ImportOptions>;
}
export interface Reading {
  header?: boolean;
  separator?: string;
  encoding?: string;
  sheet?: string;
}

/** No answer at all, as opposed to a refusal. */
const isDead = ({ code }: Failure) => code === "shell.error.network" || code === "shell.error.server";

export function useImport(first: ImportDetail) {
  const path = `/api/v1/imports/${first.id}`;
  const [it, setIt] = useState(first);
  const [save, setSave] = useState<SaveState>("clean");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [offline, setOffline] = useState(false);
  const [busy, setBusy] = useState<Verb | "reading" | null>(null);
  const run = useRef({
    it: first,
    waiting: null as Edit | null,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    sending: null as Promise<boolean> | null,
    /** What the last check did not know, and where its columns went then. */
    unknown: unknownOf(first),
  });

  const show = (next: ImportDetail) => {
    const { waiting } = run.current;
    run.current.it = {
      ...next,
      mapping: waiting?.mapping ?? next.mapping,
      options: { ...next.options, ...waiting?.options },
    };
    if (next.check) run.current.unknown = unknownOf(next);
    setIt(run.current.it);
  };

  const refresh = async (): Promise<boolean> => {
    const answer = await call<ImportDetail>("GET", path);
    setOffline(!answer.ok && isDead(answer));
    if (answer.ok) show(answer.value);
    else if (!isDead(answer)) setFailure(answer);
    return answer.ok;
  };

  const send = async (): Promise<boolean> => {
    const mine = run.current;
    clearTimeout(mine.timer);
    while (mine.waiting) {
      const edit = mine.waiting;
      mine.waiting = null;
      setSave("saving");
      const answer = await call<ImportDetail>("PATCH", path, edit);
      if (answer.ok) {
        setFailure(null);
        setOffline(false);
        show(answer.value);
        continue;
      }
      if (isDead(answer)) {
        const later = mine.waiting as Edit | null;
        mine.waiting = { ...edit, ...later, ...both(edit.options, later?.options) };
        mine.timer = setTimeout(() => void flush(), RETRY_MS);
        setSave("failed");
        setOffline(true);
        return false;
      }
      setSave("clean");
      setFailure(answer);
      await refresh();
      return false;
    }
    setSave("saved");
    return true;
  };

  /** Saves what waits; answers whether the server has everything. */
  const flush = async (): Promise<boolean> => {
    const mine = run.current;
    if (mine.sending) return await mine.sending && (mine.waiting ? flush() : true);
    if (!mine.waiting) return true;
    mine.sending = send();
    const saved = await mine.sending;
    mine.sending = null;
    return saved;
  };

  const edit = (change: Edit) => {
    const mine = run.current;
    const { options, mapping } = change;
    mine.waiting = { ...mine.waiting, ...(mapping ? { mapping } : {}), ...both(mine.waiting?.options, options) };
    show({ ...mine.it, ...(mine.it.state === "checked" ? { state: "uploaded", check: null, preview: [] } : {}) });
    setSave("dirty");
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => void flush(), PAUSE_MS);
  };

  const take = (answer: Answer<ImportDetail | ImportLine>): boolean => {
    setBusy(null);
    setOffline(!answer.ok && isDead(answer));
    setFailure(answer.ok ? null : answer);
    if (answer.ok) show({ ...run.current.it, ...answer.value });
    return answer.ok;
  };

  const act = async (verb: Verb): Promise<boolean> => {
    setBusy(verb);
    setFailure(null);
    if (!await flush()) {
      setBusy(null);
      return false;
    }
    const done = take(await post<ImportLine>(`${path}/${verb}`));
    // Somebody else was faster, or the work ended by itself: show where it stands.
    await refresh();
    return done;
  };

  const read = async (reading: Reading): Promise<boolean> => {
    setBusy("reading");
    if (!await flush()) {
      setBusy(null);
      return false;
    }
    return take(await call<ImportDetail>("PATCH", path, reading, { patienceMs: PATIENCE_MS }));
  };

  const working = isBusy(it.state);
  useEffect(() => {
    if (!working) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const heard = await refresh();
      if (!over) timer = setTimeout(look, heard ? LOOK_MS : OFFLINE_LOOK_MS);
    };
    timer = setTimeout(look, LOOK_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [working]);

  useEffect(() => {
    const back = () => {
      if (document.visibilityState === "visible" && !run.current.waiting && !run.current.sending) void refresh();
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (run.current.waiting || run.current.sending) event.preventDefault();
    };
    document.addEventListener("visibilitychange", back);
    addEventListener("online", back);
    addEventListener("beforeunload", leave);
    return () => {
      document.removeEventListener("visibilitychange", back);
      removeEventListener("online", back);
      removeEventListener("beforeunload", leave);
      clearTimeout(run.current.timer);
    };
  }, []);

  /** Texts of a column that the last check did not know, as long as the column goes where it went then. */
  const unknown = (at: number): readonly UnknownValue[] => {
    const { values, targets } = run.current.unknown;
    return targets[at] === targetText(it, at) ? values[at] ?? [] : [];
  };

  return {
    it,
    unknown,
    path,
    save,
    failure,
    offline,
    busy,
    edit,
    flush,
    act,
    read,
    refresh,
    forget: () => setFailure(null),
  };
}

const targetText = ({ mapping }: ImportDetail, at: number) => JSON.stringify(mapping.columns[at]?.target);

function unknownOf(one: ImportDetail): { values: Record<string, UnknownValue[]>; targets: string[] } {
  return { values: one.check?.unknown ?? {}, targets: one.mapping.columns.map((_, at) => targetText(one, at)) };
}

export type Importing = ReturnType<typeof useImport>;

const both = (first: Edit["options"], second: Edit["options"]) =>
  first || second ? { options: { ...first, ...second } } : {};
