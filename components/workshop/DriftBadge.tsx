/** Whether the champion still holds on what came since: a word, and why when it is pressed. */
import { Activity, CircleCheck, Hourglass, TriangleAlert } from "lucide-preact";
import { Popover } from "@/components/records/list/Popover.tsx";
import { inFigures } from "@/components/workshop/accuracy.ts";
import type { Drift, ModelKind } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

const SIGNS = { "holds": CircleCheck, "watch": Activity, "drifted": TriangleAlert, "too-little": Hourglass } as const;
const TONES = { "holds": "good", "watch": "warn", "drifted": "bad", "too-little": undefined } as const;

export function DriftBadge({ drift, kind, locale }: { drift: Drift; kind: ModelKind; locale: string }) {
  const t = useT();
  const Sign = SIGNS[drift.state];
  const name = kind === "volume" ? "wape" as const : "auc" as const;
  const figures = (["figure", "expected", "bound"] as const).flatMap((key) => {
    const text = inFigures({ name, value: drift[key] }, locale);
    return text ? [{ key, text }] : [];
  });
  const label = t(`workshop.drift.${drift.state}`);
  return (
    <Popover
      class="badge ws-drift"
      panel="ws-term-note"
      name={t("workshop.drift.label", { state: label })}
      label={
        <span class="badge" data-tone={TONES[drift.state]} data-drift={drift.state}>
          <Sign size={12} aria-hidden="true" />
          {label}
        </span>
      }
    >
      {() => (
        <>
          <b>{label}</b>
          <span tabIndex={-1} data-first>{t(`workshop.drift.${drift.state}.${kind}`, { seen: drift.seen })}</span>
          {figures.map(({ key, text }) => (
            <span class="row" key={key}>
              <span class="grow quiet">{t(`workshop.drift.${key}`)}</span>
              <span class="nowrap">{text}</span>
            </span>
          ))}
        </>
      )}
    </Popover>
  );
}
