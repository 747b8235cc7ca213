/**
 * The dialog of a task from anywhere: Alt with N, the palette, or whoever asks by `task:new` (`{initial, names}`) or
 * `task:open` (`{id}`) on the window.
 */
import { useEffect, useState } from "preact/hooks";
import { listenForKeys } from "@/components/keys.ts";
import { TaskDialog } from "@/components/tasks/TaskDialog.tsx";
import type { Zone } from "@/components/time/format.ts";
import type { Values } from "@/crm/record/types.ts";

interface Asked {
  task: string | null;
  initial?: Values;
  names?: Record<string, string>;
  turn: number;
}

export default function NewTask(props: { zone: Zone; mayMake: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    const make = (detail: Partial<Asked> | null) =>
      props.mayMake && setAsked((open) => open ?? { ...detail, task: null, turn: Date.now() });
    const onNew = (event: Event) => make((event as CustomEvent<Partial<Asked> | null>).detail);
    const onOpen = (event: Event) => {
      const { id } = (event as CustomEvent<{ id: string }>).detail;
      setAsked({ task: id, turn: Date.now() });
    };
    addEventListener("task:new", onNew);
    addEventListener("task:open", onOpen);
    const stop = listenForKeys(() => [
      { code: "KeyN", alt: true, run: () => !document.querySelector("dialog[open]") && make(null) },
    ]);
    document.documentElement.dataset.tasks = "ready";
    return () => {
      removeEventListener("task:new", onNew);
      removeEventListener("task:open", onOpen);
      stop();
    };
  }, []);
  if (!asked) return null;
  return (
    <TaskDialog
      key={asked.turn}
      zone={props.zone}
      task={asked.task}
      initial={asked.initial}
      names={asked.names}
      onClose={() => setAsked(null)}
      onSaved={(record, how) => dispatchEvent(new CustomEvent("task:saved", { detail: { record, ...how } }))}
    />
  );
}
