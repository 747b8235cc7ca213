/** The middle of the desk while there is no call: going on the line, waiting, or being paused. */
import { Headset, MonitorSmartphone, Phone as PhoneIcon } from "lucide-preact";
import { useState } from "preact/hooks";
import type { AgentRow } from "@/web/live/protocol.ts";
import type { DeskSetup } from "@/components/desk/types.ts";
import { isTexts, keep, kept } from "@/components/kept.ts";
import { StateMark } from "@/components/StateMark.tsx";
import { useT } from "@/components/i18n.ts";

export type GoOnLine = (choice: { phone: "browser" | "desk"; queues: string[] }) => Promise<void>;

export function WaitingRoom(props: { me: AgentRow; setup: DeskSetup; goOnLine: GoOnLine; ready(): void }) {
  const t = useT();
  const { me, setup } = props;
  if (me.state === "offline") return <LineEntrance setup={setup} goOnLine={props.goOnLine} />;
  const paused = me.state === "paused";
  return (
    <section class="waiting-room">
      <StateMark state={me.state} large />
      <h2>{t(paused ? "desk.waiting.paused" : "desk.waiting.ready")}</h2>
      <p>{t(paused ? "desk.waiting.paused.hint" : "desk.waiting.ready.hint")}</p>
      {paused && (
        <div class="btn-row">
          <button type="button" class="btn primary" onClick={props.ready}>{t("desk.ready")}</button>
        </div>
      )}
    </section>
  );
}

function LineEntrance(props: { setup: DeskSetup; goOnLine: GoOnLine }) {
  const t = useT();
  const { setup } = props;
  const all = setup.queues.map((queue) => queue.id);
  const [queues, setQueues] = useState(() => {
    const before = kept(`queues.${setup.agent}`, all, isTexts).filter((id) => all.includes(id));
    return before.length > 0 ? before : all;
  });
  const [phone, setPhone] = useState(
    setup.phone === "desk" && setup.hasDeskPhone ? "desk" as const : "browser" as const,
  );
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    keep(`queues.${setup.agent}`, queues);
    await props.goOnLine({ phone, queues });
    setBusy(false);
  };
  if (all.length === 0) {
    return (
      <section class="waiting-room">
        <StateMark state="offline" large />
        <h2>{t("desk.entrance.no-queues")}</h2>
        <p>{t("desk.entrance.no-queues.hint")}</p>
      </section>
    );
  }
  return (
    <section class="waiting-room">
      <StateMark state="offline" large />
      <h2>{t("desk.entrance.title")}</h2>
      <p>{t("desk.entrance.hint")}</p>
      <fieldset class="queue-picks">
        <legend class="unseen">{t("desk.queues")}</legend>
        {setup.queues.map((queue) => (
          <label class="check" key={queue.id}>
            <input
              type="checkbox"
              checked={queues.includes(queue.id)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setQueues(all.filter((id) => id === queue.id ? on : queues.includes(id)));
              }}
            />
            <span>{queue.name}</span>
          </label>
        ))}
      </fieldset>
      {setup.hasDeskPhone && (
        <div class="segmented" role="group" aria-label={t("desk.entrance.phone")}>
          <button type="button" aria-pressed={phone === "browser"} onClick={() => setPhone("browser")}>
            <Headset size={15} aria-hidden="true" />
            {t("softphone.kind.browser")}
          </button>
          <button type="button" aria-pressed={phone === "desk"} onClick={() => setPhone("desk")}>
            <MonitorSmartphone size={15} aria-hidden="true" />
            {t("softphone.kind.desk")}
          </button>
        </div>
      )}
      <div class="btn-row">
        <button type="button" class="btn primary" disabled={busy || queues.length === 0} onClick={go}>
          <PhoneIcon size={16} aria-hidden="true" />
          {t("desk.entrance.go")}
        </button>
      </div>
    </section>
  );
}
