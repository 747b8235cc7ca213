/** The agent's state with its timer, and everything that changes it. */
import { Coffee, Headset, ListChecks, LogOut, Play } from "lucide-preact";
import type { AgentRow } from "@/web/live/protocol.ts";
import type { DeskSetup } from "@/components/desk/types.ts";
import type { Act } from "@/components/desk/act.ts";
import { StateMark } from "@/components/StateMark.tsx";
import { Timer } from "@/components/Timer.tsx";
import { useT } from "@/components/i18n.ts";

export function StateBar(props: { me: AgentRow; held: boolean; setup: DeskSetup; act: Act }) {
  const t = useT();
  const { me, setup, act } = props;
  const shown = me.state === "talking" && props.held ? "hold" : me.state;
  const reason = setup.pauseReasons.find((one) => one.key === me.reason)?.title ?? me.reason;
  const busy = me.state === "talking" || me.state === "ringing" || me.state === "wrap-up";
  return (
    <section class="state-bar" data-state={shown} aria-label={t("desk.state.title")}>
      <div class="now">
        <StateMark state={shown} large />
        <div class="now-text" aria-live="polite">
          <span class="now-label">{t(`shell.state.${shown}`)}</span>
          <span class="now-since clip">
            {me.state === "paused" && reason
              ? t(`desk.pause.shown`, { reason })
              : me.after
              ? afterText(me.after, setup, t)
              : me.state === "offline"
              ? t("desk.state.offline")
              : t("desk.state.queues", { count: me.queues.length })}
          </span>
        </div>
        {me.state !== "offline" && <Timer class="now-clock" since={me.since} />}
      </div>
      {me.state !== "offline" && (
        <div class="btn-row">
          {(me.state === "paused" || busy) && (
            <button
              type="button"
              class={`btn${me.state === "paused" ? " primary" : ""}`}
              aria-pressed={busy ? me.after === null || me.after === "ready" : undefined}
              onClick={() => act("/api/agent/ready")}
            >
              <Play size={16} aria-hidden="true" />
              {t(busy ? "desk.after.ready" : "desk.ready")}
            </button>
          )}
          <PauseMenu {...props} busy={busy} />
          <QueueMenu {...props} />
          <button
            type="button"
            class="btn"
            onClick={() => act("/api/agent/logout")}
            aria-pressed={busy ? me.after === "offline" : undefined}
          >
            <LogOut size={16} aria-hidden="true" />
            {t(busy ? "desk.after.offline" : "desk.leave")}
          </button>
        </div>
      )}
    </section>
  );
}

function afterText(after: string, setup: DeskSetup, t: ReturnType<typeof useT>): string {
  if (after === "ready" || after === "offline") return t(`desk.after.shown-${after}`);
  const key = after.replace(/^paused[:/]?/, "");
  const reason = setup.pauseReasons.find((one) => one.key === key)?.title ?? key;
  return t("desk.after.shown-pause", { reason });
}

function PauseMenu(props: { me: AgentRow; setup: DeskSetup; act: Act; busy: boolean }) {
  const t = useT();
  return (
    <>
      <button type="button" class="btn" popovertarget="pause-menu" id="pause-button">
        <Coffee size={16} aria-hidden="true" />
        {t(props.busy ? "desk.after.pause" : "desk.pause")}
      </button>
      <div class="menu anchored" popover="auto" id="pause-menu" aria-labelledby="pause-button">
        {props.setup.pauseReasons.map((reason) => (
          <button
            type="button"
            key={reason.key}
            popovertarget="pause-menu"
            popovertargetaction="hide"
            onClick={() => props.act("/api/agent/pause", { reason: reason.key })}
          >
            <Coffee size={15} aria-hidden="true" />
            {reason.title}
          </button>
        ))}
      </div>
    </>
  );
}

function QueueMenu(props: { me: AgentRow; setup: DeskSetup; act: Act }) {
  const t = useT();
  const chosen = new Set(props.me.queues);
  const change = (id: string, on: boolean) => {
    const queues = props.setup.queues.map((queue) => queue.id).filter((queue) => queue === id ? on : chosen.has(queue));
    void props.act("/api/agent/queues", { queues });
  };
  return (
    <>
      <button type="button" class="btn" popovertarget="queue-menu" id="queue-button">
        <ListChecks size={16} aria-hidden="true" />
        {t("desk.queues")}
        <span class="badge">{chosen.size}</span>
      </button>
      <div class="menu anchored" popover="auto" id="queue-menu" aria-labelledby="queue-button">
        <p class="menu-title">{t("desk.queues.hint")}</p>
        {props.setup.queues.map((queue) => (
          <label class="menu-item" key={queue.id}>
            <input
              type="checkbox"
              checked={chosen.has(queue.id)}
              onChange={(event) => change(queue.id, event.currentTarget.checked)}
            />
            {queue.name}
          </label>
        ))}
        {props.setup.queues.length === 0 && (
          <p class="menu-item quiet">
            <Headset size={15} aria-hidden="true" />
            {t("desk.queues.none")}
          </p>
        )}
      </div>
    </>
  );
}
