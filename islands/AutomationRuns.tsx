/** The log of automation: what rules did, newest first; each line opens to the reasons. */
import { ScrollText } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { RunView as Run } from "@/crm/automation/mod.ts";
import { call } from "@/components/api.ts";
import { formatExactly } from "@/components/automation/moment.ts";
import { RunView } from "@/components/automation/RunView.tsx";
import { sayKind } from "@/components/automation/words.ts";
import type { EditorSetup } from "@/components/automation/types.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";

const STATES = ["done", "failed", "stopped", "waiting", "skipped", "queued"] as const;
const TONES: Record<string, string> = { done: "good", failed: "bad", stopped: "bad", waiting: "warn" };

export interface RunsProps {
  setup: EditorSetup;
  rules: { id: string; name: string }[];
  rows: Run[];
  next: string | null;
  filter: { rule: string; state: string; run: string };
}

export default function AutomationRuns(props: RunsProps) {
  const t = useT();
  const { setup, rules, filter } = props;
  const [rows, setRows] = useState(props.rows);
  const [next, setNext] = useState(props.next);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(filter.run ? [filter.run] : []));
  const query = (after?: string) => {
    const params = new URLSearchParams();
    if (filter.rule) params.set("rule", filter.rule);
    if (filter.state) params.set("state", filter.state);
    if (after) params.set("after", after);
    return `/api/v1/automation/runs?${params}`;
  };
  const load = async (after?: string) => {
    const answer = await call<{ rows: Run[]; next: string | null }>("GET", query(after));
    if (!explain(answer, t) || !answer.ok) return;
    setRows(after ? [...rows, ...answer.value.rows] : answer.value.rows);
    setNext(answer.value.next);
  };
  useEffect(() => {
    if (filter.run) document.getElementById(`run-${filter.run}`)?.scrollIntoView({ block: "center" });
  }, []);
  const choose = (part: Partial<RunsProps["filter"]>) => {
    const params = new URLSearchParams();
    const chosen = { ...filter, run: "", ...part };
    for (const [key, value] of Object.entries(chosen)) if (value) params.set(key, value);
    location.assign(`/admin/automation/runs?${params}`);
  };
  return (
    <div class="stack">
      <div class="filters">
        <select
          class="select"
          aria-label={t("automation.filter.rule")}
          value={filter.rule}
          onChange={(event) => choose({ rule: event.currentTarget.value })}
        >
          <option value="">{t("automation.filter.rule.any")}</option>
          {rules.map(({ id, name }) => <option key={id} value={id} selected={id === filter.rule}>{name}</option>)}
        </select>
        <select
          class="select"
          aria-label={t("automation.filter.state")}
          value={filter.state}
          onChange={(event) => choose({ state: event.currentTarget.value })}
        >
          <option value="">{t("automation.filter.state.any")}</option>
          {STATES.map((state) => (
            <option key={state} value={state} selected={state === filter.state}>
              {t(`automation.state.${state}`)}
            </option>
          ))}
        </select>
        <button type="button" class="btn" onClick={() => void load()}>{t("automation.refresh")}</button>
      </div>
      {rows.length === 0
        ? (
          <div class="card">
            <Empty
              icon={ScrollText}
              title={t("automation.runs.empty")}
              action={<a class="btn" href="/admin/automation">{t("automation.tab.rules")}</a>}
            >
              {t("automation.runs.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <ul class="card auto-runs">
            {rows.map((run) => (
              <li key={run.id} id={`run-${run.id}`}>
                <details
                  open={open.has(run.id)}
                  onToggle={(event) => {
                    const { open: now } = event.currentTarget;
                    setOpen((ids) => {
                      const after = new Set(ids);
                      if (now) after.add(run.id);
                      else after.delete(run.id);
                      return after;
                    });
                  }}
                >
                  <summary>
                    <span class="badge" data-tone={TONES[run.state]}>{t(`automation.state.${run.state}`)}</span>
                    <span class="grow auto-run-line">
                      <b class="clip">{run.rule.name}</b>
                      <span class="clip">
                        {run.kind === "none"
                          ? t("automation.kind.none")
                          : `${sayKind(t, run.kind)}: ${run.title || t("automation.nameless")}`}
                        {run.error && <span class="quiet">{` · ${t(run.error, run.detail ?? {})}`}</span>}
                      </span>
                    </span>
                    <span class="quiet small-text nowrap">{formatExactly(run.createdAt, setup)}</span>
                  </summary>
                  {open.has(run.id) && <RunView id={run.id} setup={setup} />}
                </details>
              </li>
            ))}
          </ul>
        )}
      {next && (
        <div class="btn-row pager">
          <button type="button" class="btn" onClick={() => void load(next)}>{t("automation.more")}</button>
        </div>
      )}
    </div>
  );
}
