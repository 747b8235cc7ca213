/** A text to be taken along: shown whole, copied at one click. */
import { Copy as CopyIcon } from "lucide-preact";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function Copy(props: { id: string; label: string; text: string; rows?: number }) {
  const t = useT();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      toast("good", t("intake.source.copied"));
    } catch {
      // Without the right to the clipboard the text is chosen, so that Ctrl+C takes it.
      document.getElementById(props.id)?.querySelector("code")?.dispatchEvent(new MouseEvent("dblclick"));
      const range = document.createRange();
      range.selectNodeContents(document.getElementById(props.id)!.querySelector("code")!);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }
  };
  return (
    <div class="field" id={props.id}>
      <span class="label">{props.label}</span>
      <div class="copy-line">
        <code>{props.text}</code>
        <button
          type="button"
          class="btn small"
          onClick={() => void copy()}
          aria-label={`${t("intake.source.copy")}: ${props.label}`}
        >
          <CopyIcon size={14} aria-hidden="true" />
          {t("intake.source.copy")}
        </button>
      </div>
    </div>
  );
}
