/** A secret that is shown this once: to copy, and to be gone. */
import { Check, Copy } from "lucide-preact";
import { useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";

export function OnceShown(props: { text: string; label: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
    } catch {
      // No clipboard without https: the text is selected by a click, and copied by hand.
    }
  };
  return (
    <div class="once-shown">
      <p class="note-box" data-tone="warn">{t("api.tokens.once")}</p>
      <div class="row">
        <input
          class="input mono"
          readOnly
          value={props.text}
          aria-label={props.label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="btn" onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          <span aria-live="polite">{t(copied ? "api.copied" : "api.copy")}</span>
        </button>
      </div>
    </div>
  );
}
