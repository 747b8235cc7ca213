/** How many own tasks are overdue and due today, beside the page's name in the navigation. */
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { useLive } from "@/components/records/list/useLive.ts";
import { useT } from "@/components/i18n.ts";
import type { Pressing } from "@/crm/tasks/mod.ts";

const MOST = 99;
const PAUSE_MS = 400;
/** Tasks become overdue without anybody changing them. */
const EVERY_MS = 60_000;

export default function TaskBadge() {
  const t = useT();
  const [n, setN] = useState<Pressing>({ overdue: 0, today: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const load = async () => {
    const answer = await call<Pressing>("GET", "/api/v1/tasks/pressing");
    if (answer.ok) setN(answer.value);
  };
  const soon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void load(), PAUSE_MS);
  };
  useEffect(() => {
    void load();
    const every = setInterval(() => document.hidden || void load(), EVERY_MS);
    return () => {
      clearInterval(every);
      clearTimeout(timer.current);
    };
  }, []);
  useLive("task", { changed: soon, all: soon });
  const all = n.overdue + n.today;
  if (all === 0) return null;
  return (
    <span class="badge nav-count" data-tone={n.overdue > 0 ? "bad" : "accent"} aria-label={t("tasks.badge", { ...n })}>
      {all > MOST ? `${MOST}+` : all}
    </span>
  );
}
