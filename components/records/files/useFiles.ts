/** Files of the record on the page: the list anew with every piece of news, uploads one after another with progress. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call, type Values } from "@/components/api.ts";
import type { RecordFile } from "@/crm/files/files.ts";
import { LARGEST } from "@/components/records/files/words.ts";
import { sendFile } from "@/components/send_file.ts";

const TOO_LARGE = { code: "files.error.too-large", detail: { megabytes: 50 } };

export interface Sending {
  n: number;
  file: File;
  /** 0 to 1. */
  part: number;
  failure: { code: string; detail?: Values } | null;
}

export interface FilesState {
  rows: RecordFile[] | null;
  /** Code of what went wrong with the list. */
  failed: string | null;
  sending: Sending[];
  add(files: Iterable<File>): void;
  again(sending: Sending): void;
  /** Stops it, or takes a failed one out of the list. */
  drop(sending: Sending): void;
  load(): Promise<void>;
  change(id: string, change: { name?: string; archived?: boolean }): Promise<Answer<null>>;
}

export function useFiles(options: { path: string; news: number; onAdded(count: number): void }): FilesState {
  const [rows, setRows] = useState<RecordFile[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [sending, setSending] = useState<Sending[]>([]);
  const run = useRef({ n: 0, busy: false, waiting: [] as Sending[], stop: new Map<number, () => void>(), added: 0 });
  const path = `${options.path}/files`;
  const load = async () => {
    const answer = await call<{ rows: RecordFile[] }>("GET", path);
    setFailed(answer.ok ? null : answer.code);
    if (answer.ok) setRows(answer.value.rows);
  };
  useEffect(() => void load(), [options.news]);
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (run.current.busy) event.preventDefault();
    };
    addEventListener("beforeunload", leave);
    return () => removeEventListener("beforeunload", leave);
  }, []);

  const show = (n: number, change: Partial<Sending> | null) =>
    setSending((now) => now.flatMap((one) => one.n !== n ? [one] : change ? [{ ...one, ...change }] : []));

  const work = async () => {
    const mine = run.current;
    if (mine.busy) return;
    mine.busy = true;
    for (let next = mine.waiting.shift(); next; next = mine.waiting.shift()) {
      const { n, file } = next;
      const sent = sendFile<RecordFile>(file, {
        url: `${path}?${new URLSearchParams({ name: file.name.slice(0, 400) || "file" })}`,
        progress: (part) => show(n, { part }),
        tooLarge: TOO_LARGE,
      });
      mine.stop.set(n, sent.cancel);
      const answer = await sent.done;
      mine.stop.delete(n);
      if (answer === null) continue;
      if (!answer.ok) show(n, { failure: answer, part: 0 });
      else {
        mine.added++;
        show(n, null);
        setRows((now) => [answer.value, ...(now ?? []).filter(({ id }) => id !== answer.value.id)]);
      }
    }
    mine.busy = false;
    if (mine.added > 0) options.onAdded(mine.added);
    mine.added = 0;
    await load();
  };
  const enqueue = (one: Sending) => {
    if (one.file.size > LARGEST) {
      return { ...one, failure: TOO_LARGE };
    }
    if (one.file.size === 0) return { ...one, failure: { code: "files.error.empty" } };
    run.current.waiting.push(one);
    return one;
  };
  return {
    rows,
    failed,
    sending,
    load,
    add(files) {
      const fresh = [...files].map((file) => enqueue({ n: ++run.current.n, file, part: 0, failure: null }));
      setSending((now) => [...now, ...fresh]);
      void work();
    },
    again(one) {
      const next = enqueue({ ...one, part: 0, failure: null });
      show(one.n, next);
      void work();
    },
    drop(one) {
      const mine = run.current;
      mine.waiting = mine.waiting.filter(({ n }) => n !== one.n);
      mine.stop.get(one.n)?.();
      show(one.n, null);
    },
    change: (id, change) => call<null>("PATCH", `/api/v1/files/${id}`, change),
  };
}
