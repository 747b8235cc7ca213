/** A modal dialog that is there while it is asked for: opened on appearing, closed by Escape, its cross or the caller. */
import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useT } from "@/components/i18n.ts";

export function Dialog(
  props: { title: string; class?: string; foot: ComponentChildren; children: ComponentChildren; onClose(): void },
) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={props.class} aria-labelledby={id} onClose={props.onClose}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("shell.close")}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">{props.children}</div>
      <div class="dialog-foot">{props.foot}</div>
    </dialog>
  );
}
