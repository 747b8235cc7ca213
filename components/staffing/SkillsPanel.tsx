/** Queues that share agents: no formula knows them, so an hour of them is played until enough people are there. */
import { Play, Square } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Line } from "@/ml/staffing/lines.ts";
import { useT } from "@/components/i18n.ts";
import { type Played, playRoom } from "@/components/staffing/skills_stream.ts";
import { SkillsResult } from "@/components/staffing/SkillsResult.tsx";
import { clockOf, type Say } from "@/components/staffing/say.ts";
import type { Values } from "@/components/api.ts";

const MOST_QUEUES = 12;

export interface SkillsPanelProps {
  lines: readonly Line[];
  model: string;
  day: string;
  /** Minute of the day's busiest interval. */
  busiest: number;
  opens: number;
  closes: number;
  say: Say;
}

export function SkillsPanel(props: SkillsPanelProps) {
  const t = useT();
  const queues = props.lines.filter(({ queue }, n, all) =>
    queue !== null && all.findIndex((one) => one.queue?.id === queue.id) === n
  );
  const [chosen, setChosen] = useState<readonly string[]>(() => queues.slice(0, MOST_QUEUES).map(({ model }) => model));
  const first = Math.floor(props.opens / 60);
  const hours = Array.from({ length: Math.max(1, Math.ceil(props.closes / 60) - first) }, (_, n) => (first + n) % 24);
  const [hour, setHour] = useState(Math.floor(props.busiest / 60) % 24);
  const [played, setPlayed] = useState<Played | null>(null);
  const [error, setError] = useState<{ code: string; detail?: Values } | null>(null);
  const [abort, setAbort] = useState<AbortController | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  // Another day is another room.
  useEffect(() => {
    setPlayed(null);
    setError(null);
  }, [props.day]);
  const play = async () => {
    const own = new AbortController();
    running.current = own;
    setAbort(own);
    setError(null);
    setPlayed(null);
    const answer = await playRoom({ models: [...chosen], day: props.day, minute: hour * 60 }, {
      signal: own.signal,
      onLine: setPlayed,
    });
    setAbort(null);
    if (!answer.ok && answer.code !== "staffing.error.stopped") setError(answer);
  };
  if (queues.length < 2) return null;
  return (
    <section class="card report-panel" aria-label={t("staffing.skills")}>
      <header>
        <h2>{t("staffing.skills")}</h2>
      </header>
      <p class="report-hint">{t("staffing.skills.hint")}</p>
      <div class="staff-skills">
        <fieldset>
          <legend>{t("staffing.skills.queues")}</legend>
          {queues.map(({ model, queue }) => (
            <label class="check" key={model}>
              <input
                type="checkbox"
                checked={chosen.includes(model)}
                disabled={abort !== null || (!chosen.includes(model) && chosen.length >= MOST_QUEUES)}
                onChange={(event) =>
                  setChosen(
                    event.currentTarget.checked ? [...chosen, model] : chosen.filter((one) => one !== model),
                  )}
              />
              <span>{queue!.name}</span>
            </label>
          ))}
        </fieldset>
        <label class="field" for="staff-hour">
          <span class="label">{t("staffing.skills.hour")}</span>
          <select
            id="staff-hour"
            class="select"
            value={String(hour)}
            disabled={abort !== null}
            onChange={(event) => setHour(Number(event.currentTarget.value))}
          >
            {hours.map((one) => (
              <option key={one} value={String(one)} selected={one === hour}>
                {clockOf(one * 60)}–{clockOf(one * 60 + 60)}
              </option>
            ))}
          </select>
        </label>
        {abort
          ? (
            <button type="button" class="btn" onClick={() => abort.abort()}>
              <Square size={14} aria-hidden="true" />
              {t("staffing.skills.stop")}
            </button>
          )
          : (
            <button type="button" class="btn primary" disabled={chosen.length < 2} onClick={() => void play()}>
              <Play size={14} aria-hidden="true" />
              {t("staffing.skills.play")}
            </button>
          )}
      </div>
      <p class="report-hint" role="status">
        {abort
          ? t("staffing.skills.playing", { rooms: played?.rooms ?? 0 })
          : chosen.length < 2
          ? t("staffing.skills.two")
          : error
          ? t(error.code, error.detail)
          : ""}
      </p>
      {played?.done && <SkillsResult played={played} lines={queues} say={props.say} />}
    </section>
  );
}
