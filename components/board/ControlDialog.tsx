/** What a supervisor may do with an agent: pause, make ready, take off the line. */
import { X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import type { Act } from "@/components/desk/act.ts";
import { useT } from "@/components/i18n.ts";

export function ControlDialog(
  props: {
    target: { agent: string; name: string } | null;
    pauseReasons: readonly { key: string; title: string }[];
    act: Act;
    close(): void;
  },
) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const { target } = props;
  useEffect(() => {
    if (target) dialog.current?.showModal();
    else dialog.current?.close();
  }, [target]);
  const run = async (what: string, body: unknown = {}) => {
    if (target && await props.act(`/api/agents/${target.agent}/${what}`, body)) props.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby="control-title" onClose={props.close} closedby="any">
      <header>
        <h2 id="control-title">{target?.name}</h2>
        <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.close}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <p class="quiet">{t("wallboard.control.hint")}</p>
        <div class="btn-row">
          {props.pauseReasons.map((reason) => (
            <button
              type="button"
              class="btn"
              key={reason.key}
              onClick={() => run("pause", { reason: reason.key })}
            >
              {t("wallboard.control.pause", { reason: reason.title })}
            </button>
          ))}
        </div>
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={() => run("ready")}>{t("wallboard.control.ready")}</button>
        <button type="button" class="btn danger" onClick={() => run("logout")}>{t("wallboard.control.logout")}</button>
      </div>
    </dialog>
  );
}
