/** Shows the messages that islands say (components/toast.ts). */
import { CircleCheck, Info, TriangleAlert, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { dismiss, toasts } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const ICONS = { info: Info, good: CircleCheck, bad: TriangleAlert };

export default function Toasts() {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const list = toasts.value;
  useEffect(() => {
    // As a manual popover the messages stand above an open dialog too.
    const element = box.current;
    if (!element) return;
    if (element.matches(":popover-open")) element.hidePopover();
    if (list.length > 0) element.showPopover();
  }, [list]);
  return (
    <div class="toasts" ref={box} popover="manual" role="status" aria-live="polite">
      {list.map((one) => {
        const Icon = ICONS[one.tone];
        return (
          <div class="toast" data-tone={one.tone} key={one.id} role={one.tone === "bad" ? "alert" : undefined}>
            <Icon size={18} aria-hidden="true" />
            <span class="grow">{one.text}</span>
            {one.action && (
              <button
                type="button"
                class="btn small"
                onClick={() => {
                  one.action?.run();
                  dismiss(one.id);
                }}
              >
                {one.action.label}
              </button>
            )}
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("shell.close")}
              onClick={() => dismiss(one.id)}
            >
              <X size={15} aria-hidden="true" />
            </button>
          </div>
        );
      })}
    </div>
  );
}
