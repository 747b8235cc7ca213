/**
 * A word of the trade (a figure, a family of models, a step of a training) that tells what it means when it is pressed.
 * Words: `workshop.<kind>.<of>`, and `….what` for the explanation.
 */
import { CircleHelp } from "lucide-preact";
import { useId } from "preact/hooks";
import { useT } from "@/components/i18n.ts";

export type TermKind = "metric" | "family" | "stage" | "setting";

export interface TermProps {
  of: string;
  kind?: TermKind;
  /** Only the question mark: the word itself stands beside it. */
  bare?: boolean;
}

export function Term({ of, kind = "metric", bare = false }: TermProps) {
  const t = useT();
  const id = useId();
  const anchor = `--ws-${id.replace(/\W/g, "")}`;
  const word = t(`workshop.${kind}.${of}`);
  return (
    <span class="ws-term" data-bare={bare || undefined}>
      <button
        type="button"
        class="ws-term-button"
        aria-label={t("workshop.what-is", { word })}
        popovertarget={id}
        style={`anchor-name: ${anchor}`}
      >
        {!bare && <span>{word}</span>}
        <CircleHelp size={13} aria-hidden="true" />
      </button>
      <span
        id={id}
        popover="auto"
        role="note"
        aria-label={word}
        class="menu anchored ws-term-note"
        style={`position-anchor: ${anchor}`}
      >
        <b>{word}</b>
        <span>{t(`workshop.${kind}.${of}.what`)}</span>
      </span>
    </span>
  );
}
