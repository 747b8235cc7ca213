/** A version that was trained and is not in use: whether it got better, and putting it to work. */
import { ArrowRight, CircleCheck, CircleHelp, TriangleAlert } from "lucide-preact";
import { besideInWords, fewerErrors, verdictInWords } from "@/components/workshop/accuracy.ts";
import type { ModelRow, VersionRow } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ChallengerProps {
  model: ModelRow;
  version: VersionRow;
  locale: string;
  busy: boolean;
  onPromote?(): void;
}

const SIGNS = { good: CircleCheck, warn: CircleHelp, bad: TriangleAlert } as const;

export function Challenger({ model, version, locale, busy, onPromote }: ChallengerProps) {
  const t = useT();
  const { verdict } = version;
  const words = verdictInWords(verdict);
  const Sign = SIGNS[words.tone];
  const { name, own, champion } = verdict.figure;
  const beside = besideInWords(fewerErrors({ name, value: own }, champion), "champion", locale);
  return (
    <div class="note-box ws-challenger" data-tone={words.tone} data-verdict={words.code} role="status">
      <Sign size={16} aria-hidden="true" />
      <div class="grow">
        <b>{t("workshop.challenger", { n: version.n, verdict: t(words.key) })}</b>
        <p>{t(`${words.key}.what`)}</p>
        {beside && !beside.key.endsWith(".equal") && <p>{t(beside.key, beside.values)}</p>}
      </div>
      <span class="btn-row">
        {verdict.promotable && onPromote && (
          <button type="button" class="btn small primary" disabled={busy} onClick={onPromote}>
            {t("workshop.promote")}
          </button>
        )}
        <a class="btn small" href={`/forecasting/models/${model.id}?version=${version.id}`}>
          {t("workshop.details")}
          <ArrowRight size={14} aria-hidden="true" />
        </a>
      </span>
    </div>
  );
}
