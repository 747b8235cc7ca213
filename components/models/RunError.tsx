/** Why a training made no version, in the line of a table. */
import { refusalKeys } from "@/components/workshop/accuracy.ts";
import { firstWords } from "@/components/workshop/RunRefused.tsx";
import type { ModelKind, RunRow } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export function RunError(props: { kind: ModelKind; error: NonNullable<RunRow["error"]> }) {
  const t = useT();
  const { code, detail } = props.error;
  const words = firstWords(refusalKeys(props.kind, code).words);
  return <span class="mp-run-error">{words ? t(words, detail) : t("workshop.run.failed.unknown")}</span>;
}
