/** What dialogs of tasks need to know, asked once a page; pages that were given it keep it here. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "@/components/api.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

let asked: Promise<Answer<TaskSetup>> | null = null;
let known: TaskSetup | null = null;

export function keepSetup(setup: TaskSetup): void {
  if (typeof document !== "undefined") known = setup;
}

/** null: not there yet; a code: it could not be loaded. */
export function useTaskSetup(): { setup: TaskSetup | null; failed: string | null; again(): void } {
  const [setup, setSetup] = useState(known);
  const [failed, setFailed] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (setup) return;
    let stale = false;
    asked ??= call<TaskSetup>("GET", "/api/v1/tasks/setup");
    void asked.then((answer) => {
      if (!answer.ok) asked = null;
      else known = answer.value;
      if (stale) return;
      if (answer.ok) setSetup(answer.value);
      setFailed(answer.ok ? null : answer.code);
    });
    return () => {
      stale = true;
    };
  }, [turn]);
  return { setup, failed, again: () => setTurn(turn + 1) };
}
