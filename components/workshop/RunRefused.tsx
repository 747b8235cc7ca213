/** A training that ended without a version: what was wrong in a sentence, and what to do about it. */
import { Ban, TriangleAlert } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { refusalKeys } from "@/components/workshop/accuracy.ts";
import { currentLocale, hasMessage } from "@/locales/mod.ts";
import type { ModelKind, RunRow } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export interface RunRefusedProps {
  kind: ModelKind;
  run: Pick<RunRow, "state" | "error">;
  /** Buttons. */
  children?: ComponentChildren;
}

/** The first of some keys that has words. */
export function firstWords(keys: readonly string[]): string | null {
  return keys.find((key) => hasMessage(currentLocale(), key)) ?? null;
}

export function RunRefused({ kind, run, children }: RunRefusedProps) {
  const t = useT();
  if (run.state === "cancelled") {
    return (
      <div class="note-box ws-refused" role="status" data-refused="cancelled">
        <Ban size={16} aria-hidden="true" />
        <div class="grow">
          <b>{t("workshop.run.cancelled")}</b>
          <p>{t("workshop.run.cancelled.hint")}</p>
        </div>
        {children}
      </div>
    );
  }
  if (run.state !== "failed") return null;
  const keys = refusalKeys(kind, run.error?.code ?? "");
  const words = firstWords(keys.words);
  const remedy = firstWords(keys.remedies);
  return (
    <div class="note-box ws-refused" data-tone="bad" role="alert" data-refused={run.error?.code ?? "failed"}>
      <TriangleAlert size={16} aria-hidden="true" />
      <div class="grow">
        <b>{t("workshop.run.failed")}</b>
        <p>{words ? t(words, run.error?.detail) : t("workshop.run.failed.unknown")}</p>
        {remedy
          ? <p>{t(remedy, run.error?.detail)}</p>
          : !words
          ? <p>{t("workshop.run.failed.hint")}</p>
          : keys.remedies.length > 0 && <p>{t("workshop.run.failed.data")}</p>}
      </div>
      {children}
    </div>
  );
}
